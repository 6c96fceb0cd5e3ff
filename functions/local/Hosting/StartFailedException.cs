namespace ServerlessSeg.LocalHost.Hosting;

/// <summary>The host cannot start; the message is the one line that the user reads.</summary>
internal sealed class StartFailedException(string message, int exitCode = StartFailedException.CannotStart, Exception? inner = null) : Exception(message, inner)
{
    public const int CannotStart = 1;
    public const int WrongArguments = 2;

    /// <summary>The exit code of the process.</summary>
    public int ExitCode { get; } = exitCode;
}
