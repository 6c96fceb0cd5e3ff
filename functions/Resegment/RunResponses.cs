using System.Text.Json.Serialization;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Body of POST /runs.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StartRunRequest(string? AsOf);

/// <summary>Answer of GET /runs.</summary>
public sealed record RunsResponse(IReadOnlyList<RunResponse> Runs);

/// <summary>Units done of the current step.</summary>
public sealed record RunProgressResponse(long Done, long Total);

/// <summary>One run.</summary>
public sealed record RunResponse
{
    /// <summary>Its id, which is also its snapshot's.</summary>
    public required string Id { get; init; }

    /// <summary>The last date that counts.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>queued, running, published, failed or dropped.</summary>
    public required string Status { get; init; }

    /// <summary>schedule, http or drop.</summary>
    public required string Trigger { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTime RequestedAt { get; init; }

    /// <summary>When work on it began.</summary>
    public required DateTime? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTime? FinishedAt { get; init; }

    /// <summary>Who works on it, or did last.</summary>
    public required string? Worker { get; init; }

    /// <summary>Since when the worker has had it; null where nobody has.</summary>
    public required DateTime? Since { get; init; }

    /// <summary>The worker's last sign of life; null where nobody has it.</summary>
    public required DateTime? Heartbeat { get; init; }

    /// <summary>What is going on, in a sentence.</summary>
    public required string Situation { get; init; }

    /// <summary>Whether readers are sent to its snapshot.</summary>
    public required bool Live { get; init; }

    /// <summary>plan, summarise, fit, score or publish.</summary>
    public required string? Step { get; init; }

    /// <summary>How far the step is.</summary>
    public required RunProgressResponse? Progress { get; init; }

    /// <summary>Customers in the snapshot.</summary>
    public required int? Customers { get; init; }

    /// <summary>Lines and money that were read, with matched refunds; of one published run only, null in the list.</summary>
    public ManifestTotals? Totals { get; init; }

    /// <summary>Why it failed, or what its last try met.</summary>
    public required string? Error { get; init; }
}
