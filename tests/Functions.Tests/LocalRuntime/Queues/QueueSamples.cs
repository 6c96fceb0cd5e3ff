using Microsoft.Azure.Functions.Worker;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Queues;

public sealed record Order(int Number, string Item);

public sealed class QueueSamples(Probe probe)
{
    [Function("Order")]
    public void Take([QueueTrigger("%UNIQUE%-order")] Order order) => probe.Report($"order {order.Number} {order.Item}");

    [Function("Fragile")]
    public void Fragile([QueueTrigger("%UNIQUE%-fragile")] string message, FunctionContext context)
    {
        probe.Report($"{message} {context.BindingContext.BindingData["DequeueCount"]}");
        if (message == "bad")
            throw new InvalidOperationException("bad message");
    }

    [Function("Long")]
    public async Task LongAsync([QueueTrigger("%UNIQUE%-long")] string message, FunctionContext context, CancellationToken cancellationToken)
    {
        probe.Report($"{message} begins");
        await probe.Released.WaitAsync(cancellationToken);
        probe.Report($"{message} ends");
    }
}
