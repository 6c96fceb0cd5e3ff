using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSeg.LocalHost.Hosting;

namespace ServerlessSeg.LocalHost.Functions;

/// <summary>A built or published app: its worker, and its functions by name.</summary>
/// <param name="Folder">The folder of its files.</param>
/// <param name="Worker">The assembly that runs as the worker.</param>
/// <param name="Functions">The functions, in the order of their names.</param>
internal sealed record FunctionApp(string Folder, string Worker, IReadOnlyList<AppFunction> Functions)
{
    private static readonly string[] Triggers = ["httpTrigger", "blobTrigger", "queueTrigger", "timerTrigger"];

    /// <summary>The functions that a request starts.</summary>
    public IEnumerable<AppFunction> HttpFunctions => Functions.Where(static function => function.Trigger.Type == "httpTrigger");

    /// <summary>The functions that something else starts.</summary>
    public IEnumerable<AppFunction> TriggeredFunctions => Functions.Where(static function => function.Trigger.Type != "httpTrigger");

    /// <summary>Reads <c>worker.config.json</c> and <c>functions.metadata</c>.</summary>
    /// <exception cref="StartFailedException">The folder holds no app, or one with a trigger that this host does not know.</exception>
    public static FunctionApp Read(string folder)
    {
        string full = Path.GetFullPath(folder);
        try
        {
            WorkerConfiguration worker = Read(Path.Combine(full, "worker.config.json"), AppJson.Default.WorkerConfiguration);
            AppFunction[] functions = [.. Read(Path.Combine(full, "functions.metadata"), AppJson.Default.IReadOnlyListAppFunction).OrderBy(static function => function.Name, StringComparer.OrdinalIgnoreCase)];
            foreach (AppFunction function in functions)
            {
                if (!function.Bindings.Any(static binding => Triggers.Contains(binding.Type)))
                    throw new StartFailedException($"Function '{function.Name}' has no trigger that the local host runs: {string.Join(", ", Triggers)}.");
            }
            return new FunctionApp(full, Path.Combine(full, worker.Description.DefaultWorkerPath), functions);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartFailedException($"There is no built app in {full}: {error.Message} Build or publish the project functions first.", inner: error);
        }
    }

    private static T Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        using FileStream stream = File.OpenRead(path);
        try
        {
            return JsonSerializer.Deserialize(stream, type) ?? throw new StartFailedException($"{path} is empty.");
        }
        catch (JsonException error)
        {
            throw new StartFailedException($"{path} cannot be read: {error.Message}", inner: error);
        }
    }
}

/// <summary><c>worker.config.json</c>.</summary>
internal sealed record WorkerConfiguration(WorkerDescription Description);

/// <summary>Its description.</summary>
internal sealed record WorkerDescription(string DefaultWorkerPath);

/// <summary>Reads the app's description without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(IReadOnlyList<AppFunction>))]
[JsonSerializable(typeof(WorkerConfiguration))]
internal sealed partial class AppJson : JsonSerializerContext;
