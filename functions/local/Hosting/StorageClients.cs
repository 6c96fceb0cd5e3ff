using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace ServerlessSeg.LocalHost.Hosting;

/// <summary>Makes clients of a storage account from its setting: a connection string, or service addresses with an Azure identity.</summary>
internal sealed class StorageClients(IConfiguration configuration)
{
    /// <summary>Blobs of the account that a setting names, <see cref="LocalConfiguration.Storage"/> by default.</summary>
    /// <exception cref="StartFailedException">The setting is missing or incomplete.</exception>
    public BlobServiceClient Blobs(string? setting = null)
    {
        IConfigurationSection account = configuration.GetSection(setting ?? LocalConfiguration.Storage);
        return ServiceUri(account, "blob") is { } uri ? new BlobServiceClient(uri, Credential(account)) : Made(account, static connection => new BlobServiceClient(connection));
    }

    /// <summary>Tables of the account.</summary>
    /// <exception cref="StartFailedException">The setting is missing or incomplete.</exception>
    public TableServiceClient Tables()
    {
        IConfigurationSection account = configuration.GetSection(LocalConfiguration.Storage);
        return ServiceUri(account, "table") is { } uri ? new TableServiceClient(uri, Credential(account)) : Made(account, static connection => new TableServiceClient(connection));
    }

    private static T Made<T>(IConfigurationSection account, Func<string, T> client)
    {
        if (account.Value is not { Length: > 0 } connection)
            throw new StartFailedException($"The storage connection '{account.Key}' is not set: give it a connection string, or {account.Key}__blobServiceUri, {account.Key}__queueServiceUri and {account.Key}__tableServiceUri.");
        try
        {
            return client(connection);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new StartFailedException($"The storage connection '{account.Key}' cannot be used: {error.Message}", inner: error);
        }
    }

    private static Uri? ServiceUri(IConfigurationSection account, string service)
    {
        if (account[$"{service}ServiceUri"] is { } named)
            return new Uri(named);
        return account["accountName"] is { } name ? new Uri($"https://{name}.{service}.core.windows.net") : null;
    }

    private static DefaultAzureCredential Credential(IConfigurationSection account) =>
        new(new DefaultAzureCredentialOptions { ManagedIdentityClientId = account["clientId"] });
}
