using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessSeg.LocalRuntime.Hosting;

/// <summary>Logs to the console in short lines, quiet about the framework.</summary>
internal static class LocalLogging
{
    /// <summary>Adds the console; levels come from host.json's <c>logging</c> and from <c>Logging</c> of the settings.</summary>
    public static void Add(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
        logging.AddFilter("Azure", LogLevel.Warning);
        logging.AddConfiguration(configuration.GetSection($"{LocalConfiguration.HostJsonSection}:logging"));
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddConsole(console => console.FormatterName = ShortLineFormatter.FormatterName);
        logging.AddConsoleFormatter<ShortLineFormatter, ShortLineOptions>();
        logging.Services.Configure<LoggerFactoryOptions>(factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.None);
    }
}
