using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// Clients of the one storage account, made from the setting <c>AzureWebJobsStorage</c>: a connection string, or the identity form
/// <c>AzureWebJobsStorage__blobServiceUri</c>, <c>__queueServiceUri</c>, <c>__tableServiceUri</c> and <c>__clientId</c>.
/// </summary>
public sealed class StorageConnection
{
    private const string Setting = "AzureWebJobsStorage";

    /// <summary>Makes the clients; nothing is sent yet.</summary>
    /// <param name="configuration">Has the setting.</param>
    /// <param name="options">How requests are tried again; by default as <see cref="StorageOptions"/> has it.</param>
    /// <exception cref="InvalidOperationException">The setting is missing.</exception>
    public StorageConnection(IConfiguration configuration, StorageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var retry = new StorageRetryPolicy(options ?? new StorageOptions(), TimeProvider.System);
        var blobOptions = new BlobClientOptions { RetryPolicy = retry };
        var tableOptions = new TableClientOptions { RetryPolicy = retry };
        // The queue trigger of the platform expects base64 unless host.json says otherwise.
        var queueOptions = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64, RetryPolicy = retry };
        IConfigurationSection section = configuration.GetSection(Setting);
        if (section["blobServiceUri"] is { } blobUri)
        {
            TokenCredential credential = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = section["clientId"] });
            Blobs = new BlobServiceClient(new Uri(blobUri), credential, blobOptions);
            Tables = new TableServiceClient(Required(section, "tableServiceUri"), credential, tableOptions);
            Queues = new QueueServiceClient(Required(section, "queueServiceUri"), credential, queueOptions);
            return;
        }
        string connection = section.Value is { Length: > 0 } value ? value
            : throw new InvalidOperationException($"The setting {Setting} is missing; set it to a connection string, or to UseDevelopmentStorage=true for Azurite.");
        Blobs = new BlobServiceClient(connection, blobOptions);
        Tables = new TableServiceClient(connection, tableOptions);
        Queues = new QueueServiceClient(connection, queueOptions);
    }

    /// <summary>Blob service.</summary>
    public BlobServiceClient Blobs { get; }

    /// <summary>Table service.</summary>
    public TableServiceClient Tables { get; }

    /// <summary>Queue service.</summary>
    public QueueServiceClient Queues { get; }

    private static Uri Required(IConfigurationSection section, string name) =>
        section[name] is { Length: > 0 } value ? new Uri(value)
            : throw new InvalidOperationException($"The setting {Setting}__{name} is missing beside {Setting}__blobServiceUri.");
}
