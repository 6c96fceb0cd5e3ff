using System.Globalization;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Says in a sentence what is going on with a run, and what to do where something is.</summary>
public static class RunSituation
{
    /// <summary>The sentence.</summary>
    /// <param name="row">The run.</param>
    /// <param name="live">Where readers are sent; null before the first snapshot.</param>
    /// <param name="now">The current instant.</param>
    public static string Describe(RunRow row, LivePosition? live, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(row);
        string again = $"POST /api/runs with {{\"asOf\":\"{row.Id.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\"}}";
        switch (row.Status)
        {
            case RunStatus.Queued when row.Error is not null:
                return $"The last try, by {row.Worker}, broke off for the reason that stands beside it. The queue tries again by itself; after the last try the run fails.";
            case RunStatus.Queued when row.Tries > 0:
                return $"Interrupted when {row.Worker} was stopped; the queue lets it be taken up again.";
            case RunStatus.Queued:
                return $"Waits in the queue since {Instant(row.QueuedAt ?? row.RequestedAt)}.";
            case RunStatus.Running when RunLease.IsHeld(row, now):
                return $"{row.Worker} has worked on it since {Instant(row.StartedAt)}, and was last seen at {Instant(row.Heartbeat)}.";
            case RunStatus.Running:
                return $"Interrupted: {row.Worker ?? "its worker"} was last seen at {Instant(row.Heartbeat ?? row.StartedAt)}. It is taken up again by the next message, by the check every five minutes, or at once by {again}.";
            case RunStatus.Published when live?.Snapshot == row.Snapshot:
                return "Published, and readers are sent to its snapshot.";
            case RunStatus.Published when row.NotLive is not null:
                return $"Published, but not made live. {row.NotLive}";
            case RunStatus.Published:
                return $"Published; readers are sent to {live?.Snapshot.Run.ToString() ?? "no snapshot"}.";
            case RunStatus.Failed:
                return $"Failed for the reason that stands beside it. {again} asks for it again.";
            default:
                return "It was published, and its snapshot is no longer kept.";
        }
    }

    private static string Instant(DateTimeOffset? moment) => moment is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) : "an unknown time";
}
