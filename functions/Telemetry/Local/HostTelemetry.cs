using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace ServerlessSeg.Functions.Telemetry;

/// <summary>What the host adds to telemetry. The local host adds nothing: its short log lines tell what happens.</summary>
internal static class HostTelemetry
{
    /// <summary>Adds nothing.</summary>
    public static void Add(OpenTelemetryBuilder telemetry, IConfiguration configuration)
    {
        _ = telemetry;
        _ = configuration;
    }
}
