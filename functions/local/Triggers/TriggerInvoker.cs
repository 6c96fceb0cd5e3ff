using System.Diagnostics;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using ServerlessSeg.LocalHost.Blobs;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Rpc;
using ServerlessSeg.LocalHost.Worker;

namespace ServerlessSeg.LocalHost.Triggers;

/// <summary>Runs a triggered function in the worker. While there is no worker it waits: the tries of a trigger are for faults of the function.</summary>
internal sealed class TriggerInvoker(FunctionApp app, WorkerSupervisor worker, DropReceipts receipts)
{
    private readonly Dictionary<string, AppFunction> _functions = app.TriggeredFunctions.ToDictionary(static function => function.Name, StringComparer.Ordinal);

    /// <summary>Runs the function with what its trigger gives.</summary>
    public async Task InvokeAsync(string name, string[] names, object?[] values, CancellationToken cancellationToken)
    {
        AppFunction function = _functions[name];
        var request = new InvocationRequest { InvocationId = Guid.NewGuid().ToString(), FunctionId = name, TraceContext = TraceContext() };
        request.InputData.Add(new ParameterBinding { Name = names[0], Data = InputOf(values[0]) });
        for (int i = 1; i < names.Length; i++)
            request.TriggerMetadata[names[i]] = new TypedData { String = (string?)values[i] ?? "" };
        if (values[0] is not ParameterBindingData blob)
        {
            if (values[0] is string message)
                request.TriggerMetadata["QueueTrigger"] = new TypedData { String = message };
            await (await worker.GetAsync(cancellationToken).ConfigureAwait(false)).InvokeAsync(function, request, cancellationToken).ConfigureAwait(false);
            return;
        }
        DroppedBlob dropped = JsonSerializer.Deserialize(blob.Content, BlobJson.Default.DroppedBlob)!;
        request.TriggerMetadata["BlobTrigger"] = new TypedData { String = $"{dropped.ContainerName}/{dropped.BlobName}" };
        await receipts.RunAsync(
            function, dropped, async () => await (await worker.GetAsync(cancellationToken).ConfigureAwait(false)).InvokeAsync(function, request, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static TypedData InputOf(object? value) => value switch
    {
        ParameterBindingData blob => new TypedData
        {
            ModelBindingData = new ModelBindingData { Version = blob.Version, Source = blob.Source, ContentType = blob.ContentType, Content = ByteString.CopyFrom(blob.Content.ToMemory().Span) },
        },
        TimerInfo timer => new TypedData { Json = JsonSerializer.Serialize(TimerState.Of(timer), TimerJson.Default.TimerState) },
        _ => new TypedData { String = (string?)value ?? "" },
    };

    private static RpcTraceContext TraceContext() => new() { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" };
}
