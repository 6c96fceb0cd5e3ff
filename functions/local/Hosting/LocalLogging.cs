using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessSeg.LocalHost.Hosting;

/// <summary>Logs to the console in short lines, those of the app and of the host alike, quiet about frameworks.</summary>
internal static class LocalLogging
{
    /// <summary>Adds the console; levels come from host.json's <c>logging</c> and from <c>Logging</c> of the settings.</summary>
    public static void Add(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        logging.AddFilter("Grpc", LogLevel.Warning);
        logging.AddFilter("Yarp", LogLevel.Error);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
        // Storage answers "not found" in the course of things, and each is a warning there.
        logging.AddFilter("Azure", LogLevel.Error);
        // The triggers' own messages: that a function begins and ends is told by the functions.
        logging.AddFilter("Host", LogLevel.Error);
        logging.AddFilter("Function", LogLevel.Error);
        logging.AddConfiguration(configuration.GetSection($"{LocalConfiguration.HostJsonSection}:logging"));
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddConsole(static console => console.FormatterName = ShortLineFormatter.FormatterName);
        logging.AddConsoleFormatter<ShortLineFormatter, ShortLineOptions>();
        logging.Services.Configure<LoggerFactoryOptions>(static factory => factory.ActivityTrackingOptions = ActivityTrackingOptions.None);
        logging.Services.AddSingleton(TimeProvider.System);
    }
}
