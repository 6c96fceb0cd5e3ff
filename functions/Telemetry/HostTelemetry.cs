using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace ServerlessSeg.Functions.Telemetry;

/// <summary>What the host adds to telemetry: in Azure, the tie to the Functions host, and Application Insights.</summary>
internal static class HostTelemetry
{
    /// <summary>Ties traces to the host's, and exports to the Application Insights resource that the settings name, with the app's identity.</summary>
    public static void Add(OpenTelemetryBuilder telemetry, IConfiguration configuration)
    {
        telemetry.UseFunctionsWorkerDefaults();
        if (configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is not { Length: > 0 } connection)
            return;
        // The resource takes no keys, so the exporter needs the identity that the platform's settings name.
        var credential = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = configuration["AZURE_CLIENT_ID"] });
        telemetry.UseAzureMonitorExporter(options =>
        {
            options.ConnectionString = connection;
            options.Credential = credential;
        });
    }
}
