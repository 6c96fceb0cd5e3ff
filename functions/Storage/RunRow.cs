using Azure;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>How far a run is.</summary>
public enum RunStatus
{
    /// <summary>Planned and waiting in the queue.</summary>
    Queued,

    /// <summary>Being worked on.</summary>
    Running,

    /// <summary>Its snapshot is complete.</summary>
    Published,

    /// <summary>It could not be done; the row says why.</summary>
    Failed,

    /// <summary>It was published, and its snapshot is no longer kept.</summary>
    Dropped,
}

/// <summary>One row of the table <c>Runs</c>.</summary>
public sealed record RunRow(RunId Id, string Fingerprint, RunStatus Status, string Trigger, DateTimeOffset RequestedAt)
{
    /// <summary>The attempt that became the run's: it is set once, before readers are sent to it, and a run that has one is never executed again. Null until then.</summary>
    public string? Attempt { get; init; }

    /// <summary>The attempt that is being written by whoever holds the run; null when nobody does.</summary>
    public string? Claim { get; init; }

    /// <summary>Who works on it, or did last.</summary>
    public string? Worker { get; init; }

    /// <summary>The worker's last sign of life; null when nobody holds the run.</summary>
    public DateTimeOffset? Heartbeat { get; init; }

    /// <summary>How often it was taken up since it was asked for.</summary>
    public int Tries { get; init; }

    /// <summary>When a message was last put into the queue for it, or when that message shows itself.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When work began, last.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was published, refused or given up.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The step it is at.</summary>
    public RunStep? Step { get; init; }

    /// <summary>Units of the step that are done.</summary>
    public long Done { get; init; }

    /// <summary>Units of the step.</summary>
    public long Total { get; init; }

    /// <summary>Customers in the snapshot.</summary>
    public int? Customers { get; init; }

    /// <summary>Why readers were not sent to its snapshot; null where they were.</summary>
    public string? NotLive { get; init; }

    /// <summary>Why it failed, or what its last try met.</summary>
    public string? Error { get; init; }

    /// <summary>Version of the row, for conditional writes.</summary>
    public ETag ETag { get; init; }

    /// <summary>The snapshot that it published and that is still kept; null for none.</summary>
    public SnapshotId? Snapshot => Status == RunStatus.Published && Attempt is { } attempt ? new SnapshotId(Id, attempt) : null;
}
