using ServerlessSeg.LocalHost.Rpc;

namespace ServerlessSeg.LocalHost.Worker;

/// <summary>A function threw; text and stack are the worker's.</summary>
internal sealed class InvocationFailedException(string function, StatusResult result) : Exception(MessageOf(function, result))
{
    /// <summary>Whether the function did not run at all: invocation and request did not meet in the worker within the seconds that it waits, as on a machine that is too busy.</summary>
    public bool IsMissedMeeting { get; } = result.Exception?.Message.Contains("Timed out waiting for the HTTP context", StringComparison.Ordinal) ?? false;

    /// <summary>The exception as the worker tells it, in place of this process's own stack.</summary>
    public override string ToString() => result.Exception is { } error ? $"{error.Type} {error.Message}{Environment.NewLine}{error.StackTrace}" : Message;

    private static string MessageOf(string function, StatusResult result) => $"{function} failed: {result.Exception?.Message ?? result.Result}";
}
