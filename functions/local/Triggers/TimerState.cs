using System.Text.Json.Serialization;
using Microsoft.Azure.WebJobs;

namespace ServerlessSeg.LocalHost.Triggers;

/// <summary>A timer's state as the worker reads it.</summary>
internal sealed record TimerState(TimerStatus? ScheduleStatus, bool IsPastDue)
{
    /// <summary>The state of the extension's own type.</summary>
    public static TimerState Of(TimerInfo timer) => new(
        timer.ScheduleStatus is { } status ? new TimerStatus(status.Last, status.Next, status.LastUpdated) : null, timer.IsPastDue);
}

/// <summary>When a timer ran last, and when it runs next.</summary>
internal sealed record TimerStatus(DateTime Last, DateTime Next, DateTime LastUpdated);

/// <summary>Reads and writes timers' states without reflection.</summary>
[JsonSerializable(typeof(TimerState))]
internal sealed partial class TimerJson : JsonSerializerContext;
