using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalHost.Rpc;

namespace ServerlessSeg.LocalHost.Worker;

/// <summary>Passes the worker's messages on to the host's log, under their own categories and levels.</summary>
internal sealed class WorkerLog(ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);

    /// <summary>Logs one message.</summary>
    public void Write(RpcLog message)
    {
        // A function's failure is told by its trigger, once.
        if (message.LogCategory != RpcLog.Types.RpcLogCategory.User && message.Level == RpcLog.Types.Level.Error && message.InvocationId.Length > 0)
            return;
        ILogger logger = _loggers.GetOrAdd(message.Category, loggers.CreateLogger);
        int number = int.TryParse(message.EventId, NumberStyles.Integer, CultureInfo.InvariantCulture, out int id) ? id : 0;
        logger.Log((LogLevel)message.Level, new EventId(number), message, exception: null, static (log, _) =>
            log.Exception is { } error ? $"{log.Message}{Environment.NewLine}{error.Type} {error.Message}{Environment.NewLine}{error.StackTrace}" : log.Message);
    }
}
