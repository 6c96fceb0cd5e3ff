using System.Text.Json;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Rpc;

namespace ServerlessSeg.LocalHost.Worker;

/// <summary>Tells a worker of a function.</summary>
internal static class LoadRequest
{
    /// <summary>The request that loads the function.</summary>
    public static FunctionLoadRequest Of(FunctionApp app, AppFunction function)
    {
        var metadata = new RpcFunctionMetadata
        {
            Name = function.Name,
            FunctionId = function.Name,
            Directory = app.Folder,
            ScriptFile = function.ScriptFile,
            EntryPoint = function.EntryPoint,
            Language = "dotnet-isolated",
        };
        foreach (FunctionBinding binding in function.Bindings)
        {
            metadata.Bindings[binding.Name] = InfoOf(binding);
            metadata.RawBindings.Add(JsonSerializer.Serialize(binding, AppJson.Default.FunctionBinding));
        }
        return new FunctionLoadRequest { FunctionId = function.Name, Metadata = metadata };
    }

    private static BindingInfo InfoOf(FunctionBinding binding)
    {
        var info = new BindingInfo
        {
            Type = binding.Type,
            Direction = binding.Direction.Equals("Out", StringComparison.OrdinalIgnoreCase) ? BindingInfo.Types.Direction.Out : BindingInfo.Types.Direction.In,
        };
        if (binding.Settings.TryGetValue("properties", out JsonElement properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in properties.EnumerateObject())
                info.Properties[property.Name] = property.Value.ToString();
        }
        return info;
    }
}
