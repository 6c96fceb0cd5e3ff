using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServerlessSeg.LocalHost.Functions;

/// <summary>One function of the app, as the worker's build describes it in <c>functions.metadata</c>.</summary>
internal sealed record AppFunction
{
    /// <summary>The function's name; it is its id too.</summary>
    public required string Name { get; init; }

    /// <summary>The assembly, relative to the app's folder.</summary>
    public required string ScriptFile { get; init; }

    /// <summary>Class and method.</summary>
    public required string EntryPoint { get; init; }

    /// <summary>Trigger and results.</summary>
    public required IReadOnlyList<FunctionBinding> Bindings { get; init; }

    /// <summary>The declared retries; null for none.</summary>
    public FunctionRetry? Retry { get; init; }

    /// <summary>The binding that starts the function.</summary>
    [JsonIgnore]
    public FunctionBinding Trigger => Bindings.First(static binding => binding.Type.EndsWith("Trigger", StringComparison.Ordinal));
}

/// <summary>One binding of a function.</summary>
internal sealed record FunctionBinding
{
    /// <summary>The parameter's name, or <c>$return</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its type, such as <c>queueTrigger</c>.</summary>
    public required string Type { get; init; }

    /// <summary><c>In</c> or <c>Out</c>.</summary>
    public required string Direction { get; init; }

    /// <summary>What the trigger's type defines besides.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Settings { get; set; } = [];

    /// <summary>A setting as text; null where it is not set.</summary>
    public string? Text(string name) => Settings.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A setting that is true or false; null where it is not set.</summary>
    public bool? Flag(string name) => Settings.TryGetValue(name, out JsonElement value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    /// <summary>A setting that is a list of texts; empty where it is not set.</summary>
    public IReadOnlyList<string> Texts(string name) => Settings.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(static item => item.GetString()!)] : [];
}

/// <summary>How often and after which waits a failed function runs again.</summary>
internal sealed record FunctionRetry(string Strategy, int MaxRetryCount, string? DelayInterval, string? MinimumInterval, string? MaximumInterval);
