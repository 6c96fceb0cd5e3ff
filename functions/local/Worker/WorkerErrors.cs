namespace ServerlessSeg.LocalHost.Worker;

/// <summary>What a worker that does not start has to say.</summary>
internal static class WorkerErrors
{
    private const string Unhandled = "Unhandled exception. ";

    /// <summary>The message of the exception that ended it, without its type and its stack.</summary>
    public static string Shorten(string errors)
    {
        int start = errors.IndexOf(Unhandled, StringComparison.Ordinal);
        if (start < 0)
            return errors.Trim();
        string text = errors[(start + Unhandled.Length)..];
        int stack = text.IndexOf("   at ", StringComparison.Ordinal);
        text = stack < 0 ? text : text[..stack];
        int colon = text.IndexOf(": ", StringComparison.Ordinal);
        return (colon < 0 || text[..colon].Contains(' ', StringComparison.Ordinal) ? text : text[(colon + 2)..]).Trim();
    }
}
