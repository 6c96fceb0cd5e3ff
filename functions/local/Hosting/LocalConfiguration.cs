using Microsoft.Extensions.Configuration;

namespace ServerlessSeg.LocalRuntime.Hosting;

/// <summary>The settings' sources, weakest first: host.json, local.settings.json, environment, the host's options.</summary>
internal static class LocalConfiguration
{
    /// <summary>The section under which host.json is found, as in Azure, where a setting may override it.</summary>
    public const string HostJsonSection = "AzureFunctionsJobHost";

    private const string Storage = "AzureWebJobsStorage";

    /// <summary>Adds every source.</summary>
    /// <exception cref="StartFailedException">A file is not valid JSON.</exception>
    public static void AddSources(ConfigurationManager configuration, LocalHostOptions options)
    {
        AddJson(configuration, options.Folder, "host.json", key => $"{HostJsonSection}:{key}");
        AddJson(configuration, options.Folder, "local.settings.json", SettingOf);
        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(options.Settings.Select(setting => KeyValuePair.Create(Normalise(setting.Key), setting.Value)));
        if (!configuration.GetSection(Storage).Exists())
            configuration.AddInMemoryCollection([KeyValuePair.Create(Storage, (string?)"UseDevelopmentStorage=true")]);
    }

    private static void AddJson(ConfigurationManager configuration, string folder, string file, Func<string, string?> rename)
    {
        string path = Path.Combine(folder, file);
        if (!File.Exists(path))
            return;
        IConfigurationRoot read;
        try
        {
            using FileStream stream = File.OpenRead(path);
            read = new ConfigurationBuilder().AddJsonStream(stream).Build();
        }
        catch (FormatException error)
        {
            throw new StartFailedException($"{path} is not valid JSON: {(error.InnerException ?? error).Message}", inner: error);
        }
        configuration.AddInMemoryCollection(
            from entry in read.AsEnumerable()
            let key = rename(entry.Key)
            where key is not null && entry.Value is not null
            select KeyValuePair.Create(key, (string?)entry.Value));
    }

    private static string? SettingOf(string key)
    {
        const string values = "Values:";
        return key.StartsWith(values, StringComparison.OrdinalIgnoreCase) ? Normalise(key[values.Length..]) : null;
    }

    private static string Normalise(string key) => key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
}
