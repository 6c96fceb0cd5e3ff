using System.Reflection;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.LocalRuntime.Hosting;
using ServerlessSeg.LocalRuntime.Invocation;

namespace ServerlessSeg.LocalRuntime.Blobs;

/// <summary>Gives a blob function its parameters.</summary>
internal static class BlobBinding
{
    private static readonly Type[] TriggerTypes = [typeof(BlobClient), typeof(Stream), typeof(string)];

    /// <summary>Refuses parameters that a blob cannot be given as.</summary>
    /// <exception cref="StartFailedException">A parameter's type or name cannot be bound.</exception>
    public static void Check(FunctionDescriptor function, BlobPathPattern pattern)
    {
        if (!TriggerTypes.Contains(function.TriggerParameter.ParameterType))
            throw new StartFailedException($"The trigger parameter of blob function '{function.Name}' must be a BlobClient, a Stream or a string.");
        IReadOnlyCollection<string> captured = pattern.ParameterNames;
        foreach (ParameterInfo parameter in function.Method.GetParameters())
        {
            bool isBound = function.IsTrigger(parameter)
                || parameter.ParameterType == typeof(FunctionContext)
                || parameter.ParameterType == typeof(CancellationToken)
                || (parameter.ParameterType == typeof(string) && captured.Contains(parameter.Name!, StringComparer.OrdinalIgnoreCase));
            if (!isBound)
                throw new StartFailedException($"Parameter '{parameter.Name}' of blob function '{function.Name}' is not a string that its path captures.");
        }
    }

    /// <summary>The values that the function's context shows.</summary>
    public static Dictionary<string, object?> Data(BlobClient blob, BlobProperties properties, IReadOnlyDictionary<string, string> captured)
    {
        var data = captured.ToDictionary(pair => pair.Key, object? (pair) => pair.Value, StringComparer.OrdinalIgnoreCase);
        data["BlobTrigger"] = $"{blob.BlobContainerName}/{blob.Name}";
        data["Uri"] = blob.Uri.AbsoluteUri;
        data["Properties"] = JsonSerializer.Serialize(new { properties.ContentLength, properties.ContentType, ETag = properties.ETag.ToString(), properties.LastModified });
        data["Metadata"] = JsonSerializer.Serialize(properties.Metadata);
        return data;
    }

    /// <summary>Binds the blob itself or a captured part of its name. A stream refuses to read on once the blob was overwritten.</summary>
    public static ParameterBinder For(FunctionDescriptor function, BlobClient blob) => async (parameter, context) =>
    {
        if (!function.IsTrigger(parameter))
            return context.BindingContext.BindingData[parameter.Name!];
        if (parameter.ParameterType == typeof(BlobClient))
            return blob;
        if (parameter.ParameterType == typeof(Stream))
            return await blob.OpenReadAsync(new BlobOpenReadOptions(allowModifications: false), context.CancellationToken).ConfigureAwait(false);
        BlobDownloadResult content = await blob.DownloadContentAsync(context.CancellationToken).ConfigureAwait(false);
        return content.Content.ToString();
    };
}
