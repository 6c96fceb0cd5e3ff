using Azure;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Tells in one sentence what storage answered; the SDK's messages hold every header of the reply.</summary>
public static class StorageFault
{
    /// <summary>What went wrong, without addresses or keys.</summary>
    public static string Describe(RequestFailedException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Status == 0)
            return $"Storage does not answer: {FirstLine(fault.InnerException is AggregateException { InnerExceptions: [.., var last] } ? last.Message : fault.InnerException?.Message ?? fault.Message)}";
        string code = string.IsNullOrEmpty(fault.ErrorCode) ? "" : " " + fault.ErrorCode;
        return $"Storage answered {fault.Status}{code}: {FirstLine(fault.Message)}";
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd('\r', ' ');
}
