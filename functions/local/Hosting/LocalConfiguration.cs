using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace ServerlessSeg.LocalHost.Hosting;

/// <summary>The settings' sources, weakest first: what a machine without Azure needs, host.json, local.settings.json, the environment.</summary>
internal sealed class LocalConfiguration
{
    /// <summary>The section under which host.json is found, as in Azure, where a setting may override it.</summary>
    public const string HostJsonSection = "AzureFunctionsJobHost";

    /// <summary>The account that a trigger uses when it names none; the host keeps its own state there too.</summary>
    public const string Storage = "AzureWebJobsStorage";

    /// <summary>Azure takes the schedule from this setting alone, so a deployment sets it; here it has the usual value by default.</summary>
    public const string Schedule = "RESEGMENT_SCHEDULE";

    private static readonly Dictionary<string, string> Defaults = new()
    {
        [Storage] = "UseDevelopmentStorage=true",
        [Schedule] = "0 0 3 1 * *",
        ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
        // What the worker would otherwise send to the host in vain: two lines a request of storage.
        ["Logging__LogLevel__Azure"] = "Error",
        ["Logging__LogLevel__Microsoft"] = "Warning",
    };

    private LocalConfiguration(IConfigurationRoot values, IReadOnlyDictionary<string, string> worker) => (Values, WorkerSettings) = (values, worker);

    /// <summary>Every setting as the host sees it.</summary>
    public IConfigurationRoot Values { get; }

    /// <summary>What the worker's environment gets beyond the host's own.</summary>
    public IReadOnlyDictionary<string, string> WorkerSettings { get; }

    /// <summary>The prefix of every route, without slashes.</summary>
    public string RoutePrefix => (Values[$"{HostJsonSection}:extensions:http:routePrefix"] ?? "api").Trim('/');

    /// <summary>How long a function may run; null for no limit.</summary>
    public TimeSpan? FunctionTimeout => Values[$"{HostJsonSection}:functionTimeout"] switch
    {
        null => TimeSpan.FromMinutes(30),
        "-1" => null,
        _ => Values.GetValue<TimeSpan>($"{HostJsonSection}:functionTimeout"),
    };

    /// <summary>How often a blob is tried in all before it is given up.</summary>
    public int PoisonBlobThreshold => Values.GetValue($"{HostJsonSection}:extensions:blobs:poisonBlobThreshold", 5);

    /// <summary>Whether a mapping in the drop zone counts, as the app reads the same setting.</summary>
    public bool TrustsDropZone => !(bool.TryParse(Values["ServerlessSeg:TrustDropZone"], out bool trusts) && !trusts);

    /// <summary>Whether storage is the emulator at its usual address.</summary>
    public bool UsesDevelopmentStorage => Values[Storage]?.Trim().TrimEnd(';').Equals("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase) ?? false;

    /// <summary>Reads every source.</summary>
    /// <exception cref="StartFailedException">A file is not valid JSON.</exception>
    public static LocalConfiguration Read(string folder)
    {
        Dictionary<string, string> host = ReadJson(folder, "host.json");
        var file = ReadJson(folder, "local.settings.json").Where(static entry => entry.Key.StartsWith("Values:", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(static entry => entry.Key["Values:".Length..], static entry => entry.Value, StringComparer.OrdinalIgnoreCase);
        var worker = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in Defaults.Concat(file))
        {
            // An empty value is none, as the Core Tools see it.
            if (value.Length > 0 && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)) && !IsInParts(name))
                worker[name] = value;
        }
        IConfigurationRoot values = new ConfigurationBuilder()
            .AddInMemoryCollection(host.Select(static entry => KeyValuePair.Create($"{HostJsonSection}:{entry.Key}", (string?)entry.Value)))
            .AddInMemoryCollection(worker.Select(static entry => KeyValuePair.Create(entry.Key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal), (string?)entry.Value)))
            .AddEnvironmentVariables()
            // The extensions read their settings below this section.
            .AddInMemoryCollection([KeyValuePair.Create("AzureWebJobsConfigurationSection", (string?)HostJsonSection)])
            .Build();
        return new LocalConfiguration(values, worker);

        // The identity form, AzureWebJobsStorage__blobServiceUri and so on, stands for the connection string.
        bool IsInParts(string name) => name == Storage && !file.ContainsKey(name)
            && (file.Keys.Any(static key => key.StartsWith(Storage + "__", StringComparison.OrdinalIgnoreCase))
                || Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(static key => key.StartsWith(Storage + "__", StringComparison.OrdinalIgnoreCase)));
    }

    private static Dictionary<string, string> ReadJson(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        if (!File.Exists(path))
            return [];
        try
        {
            using FileStream stream = File.OpenRead(path);
            return new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable()
                .Where(static entry => entry.Value is not null)
                .ToDictionary(static entry => entry.Key, static entry => entry.Value!, StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidDataException)
        {
            throw new StartFailedException($"{path} is not valid JSON: {(error.InnerException ?? error).Message}", inner: error);
        }
    }
}
