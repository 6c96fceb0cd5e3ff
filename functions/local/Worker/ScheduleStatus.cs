namespace Microsoft.Azure.Functions.Worker;

/// <summary>The state of a timer's schedule, in UTC.</summary>
public class ScheduleStatus
{
    /// <summary>The occurrence that ran last; the default value before the first.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next occurrence.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this status was written.</summary>
    public DateTime LastUpdated { get; set; }
}
