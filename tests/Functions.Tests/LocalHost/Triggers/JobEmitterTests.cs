using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.WebJobs;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Triggers;

namespace ServerlessSeg.Functions.Tests.LocalHost.Triggers;

public sealed class JobEmitterTests
{
    [Fact]
    public void Emit_GivesEachFunctionItsTrigger()
    {
        Type jobs = JobEmitter.Emit(
            [
                Function("Take", "blob", "blobTrigger", new { path = "drops/{source}/{name}" }),
                Function("Work", "message", "queueTrigger", new { queueName = "work", connection = "Other" }),
                Function("Tick", "timer", "timerTrigger", new { schedule = "%WHEN%", useMonitor = false }) with { Retry = new FunctionRetry("fixedDelay", 5, "00:01:00", null, null) },
            ],
            TimeSpan.FromMinutes(30));
        Assert.Equal("Host.Functions", jobs.FullName);

        MethodInfo take = jobs.GetMethod("Take")!;
        Assert.Equal(["blob", "source", "name", "hostCancellation"], take.GetParameters().Select(static parameter => parameter.Name));
        BlobTriggerAttribute blob = take.GetParameters()[0].GetCustomAttribute<BlobTriggerAttribute>()!;
        Assert.Equal(("drops/{source}/{name}", BlobTriggerSource.EventGrid, typeof(ParameterBindingData)), (blob.BlobPath, blob.Source, take.GetParameters()[0].ParameterType));
        Assert.Equal("Take", take.GetCustomAttribute<FunctionNameAttribute>()!.Name);
        Assert.Equal(TimeSpan.FromMinutes(30), take.GetCustomAttribute<TimeoutAttribute>()!.Timeout);

        QueueTriggerAttribute queue = jobs.GetMethod("Work")!.GetParameters()[0].GetCustomAttribute<QueueTriggerAttribute>()!;
        Assert.Equal(("work", "Other"), (queue.QueueName, queue.Connection));

        MethodInfo tick = jobs.GetMethod("Tick")!;
        TimerTriggerAttribute timer = tick.GetParameters()[0].GetCustomAttribute<TimerTriggerAttribute>()!;
        Assert.Equal(("%WHEN%", false), (timer.ScheduleExpression, timer.UseMonitor));
        FixedDelayRetryAttribute retry = tick.GetCustomAttribute<FixedDelayRetryAttribute>()!;
        Assert.Equal((5, "00:01:00"), (retry.MaxRetryCount, retry.DelayInterval));
    }

    [Fact]
    public void Emit_WithoutALimit_SetsNone() =>
        Assert.Null(JobEmitter.Emit([Function("Work", "message", "queueTrigger", new { queueName = "work" })], timeout: null).GetMethod("Work")!.GetCustomAttribute<TimeoutAttribute>());

    private static AppFunction Function(string name, string parameter, string type, object settings) => new()
    {
        Name = name,
        ScriptFile = "App.dll",
        EntryPoint = "App." + name,
        Bindings = [new FunctionBinding { Name = parameter, Type = type, Direction = "In", Settings = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(JsonSerializer.Serialize(settings))! }],
    };
}
