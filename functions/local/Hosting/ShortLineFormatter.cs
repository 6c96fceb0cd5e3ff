using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ServerlessSeg.LocalHost.Hosting;

/// <summary>No options beyond the usual ones.</summary>
internal sealed class ShortLineOptions : ConsoleFormatterOptions;

/// <summary>Writes <c>hh:mm:ss level message</c> in one line, and an exception below it.</summary>
internal sealed class ShortLineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "serverlessseg-short";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        string message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (string.IsNullOrEmpty(message) && logEntry.Exception is null)
            return;
        textWriter.Write(clock.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture));
        textWriter.Write(Label(logEntry.LogLevel));
        textWriter.WriteLine(message);
        if (logEntry.Exception is { } error)
            textWriter.WriteLine(error.ToString());
    }

    private static string Label(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => " debug ",
        LogLevel.Warning => " warning ",
        LogLevel.Error => " error ",
        LogLevel.Critical => " critical ",
        _ => " ",
    };
}
