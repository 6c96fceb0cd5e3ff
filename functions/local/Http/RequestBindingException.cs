namespace ServerlessSeg.LocalRuntime.Http;

/// <summary>A request whose body or route cannot be read as the function's parameter.</summary>
internal sealed class RequestBindingException(string type, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The problem's stable type.</summary>
    public string ProblemType { get; } = type;
}
