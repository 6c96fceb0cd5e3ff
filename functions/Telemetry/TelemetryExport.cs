using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;

namespace ServerlessSeg.Functions.Telemetry;

/// <summary>Sends what the app measures to whoever listens.</summary>
internal static class TelemetryExport
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds the instruments, and an OTLP exporter for logs, metrics and traces where its standard setting names an endpoint.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<Instruments>();
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .WithMetrics(static metrics => metrics.AddMeter(Instruments.Name))
            .WithTracing(static traces => traces.AddSource(Instruments.Name));
        if (builder.Configuration[OtlpEndpoint] is { Length: > 0 })
            telemetry.UseOtlpExporter();
        HostTelemetry.Add(telemetry, builder.Configuration);
    }
}
