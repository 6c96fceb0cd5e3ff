namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute : Attribute
{
    /// <summary>Sets the schedule.</summary>
    /// <param name="schedule">Six fields <c>second minute hour day month weekday</c> in UTC, or <c>%SETTING%</c>.</param>
    public TimerTriggerAttribute(string schedule) => Schedule = schedule;

    /// <summary>The schedule.</summary>
    public string Schedule { get; }

    /// <summary>Whether the schedule's status is stored, so that an occurrence missed while the host was down is made up for.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs when the host starts.</summary>
    public bool RunOnStartup { get; set; }
}
