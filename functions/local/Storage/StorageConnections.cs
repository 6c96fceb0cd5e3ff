using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.LocalRuntime.Storage;

/// <summary>Makes storage clients from settings: a connection string, or service addresses with an Azure identity.</summary>
internal sealed class StorageConnections(IConfiguration configuration)
{
    /// <summary>The setting that a trigger uses when it names none; the host keeps its own state there too.</summary>
    public const string Default = "AzureWebJobsStorage";

    /// <summary>A client for blobs.</summary>
    /// <exception cref="StartFailedException">The setting is missing or incomplete.</exception>
    public BlobServiceClient Blobs(string? connection) =>
        ServiceUri(connection, "blob") is { } uri ? new BlobServiceClient(uri, Credential(connection)) : new BlobServiceClient(ConnectionString(connection));

    /// <summary>A client for queues.</summary>
    /// <exception cref="StartFailedException">The setting is missing or incomplete.</exception>
    public QueueServiceClient Queues(string? connection, QueueClientOptions options) =>
        ServiceUri(connection, "queue") is { } uri ? new QueueServiceClient(uri, Credential(connection), options) : new QueueServiceClient(ConnectionString(connection), options);

    /// <summary>Whether the connection is the emulator at its usual address.</summary>
    public bool IsDevelopmentStorage(string? connection) =>
        configuration[connection ?? Default]?.Trim().TrimEnd(';').Equals("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase) ?? false;

    private string ConnectionString(string? connection) => configuration[connection ?? Default] is { Length: > 0 } value
        ? value
        : throw new StartFailedException($"The storage connection '{connection ?? Default}' is not set: give it a connection string, or {connection ?? Default}__blobServiceUri and {connection ?? Default}__queueServiceUri.");

    private Uri? ServiceUri(string? connection, string service)
    {
        IConfigurationSection section = configuration.GetSection(connection ?? Default);
        if (section[$"{service}ServiceUri"] is { } named)
            return new Uri(named);
        return section["accountName"] is { } account ? new Uri($"https://{account}.{service}.core.windows.net") : null;
    }

    private DefaultAzureCredential Credential(string? connection)
    {
        var options = new DefaultAzureCredentialOptions();
        if (configuration.GetSection(connection ?? Default)["clientId"] is { } clientId)
            options.ManagedIdentityClientId = clientId;
        return new DefaultAzureCredential(options);
    }
}
