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

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>Version of the row, for conditional writes.</summary>
    public ETag ETag { get; init; }
}
