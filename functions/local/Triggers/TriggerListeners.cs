using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.LocalRuntime.Blobs;
using ServerlessSeg.LocalRuntime.Invocation;
using ServerlessSeg.LocalRuntime.Queues;
using ServerlessSeg.LocalRuntime.Timers;

namespace ServerlessSeg.LocalRuntime.Triggers;

/// <summary>Makes the listener that a function's trigger needs.</summary>
internal static class TriggerListeners
{
    /// <summary>The listener, or null for HTTP functions.</summary>
    public static ITriggerListener? Create(FunctionDescriptor function, IServiceProvider services) => function.Trigger switch
    {
        BlobTriggerAttribute trigger => ActivatorUtilities.CreateInstance<BlobTriggerListener>(services, function, trigger),
        QueueTriggerAttribute trigger => ActivatorUtilities.CreateInstance<QueueTriggerListener>(services, function, trigger),
        TimerTriggerAttribute trigger => ActivatorUtilities.CreateInstance<TimerTriggerListener>(services, function, trigger),
        _ => null,
    };
}
