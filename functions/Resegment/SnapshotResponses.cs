using System.Text.Json.Serialization;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Body of PUT /snapshots/live.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChooseSnapshotRequest(string? Run);

/// <summary>Answer of GET /snapshots, the latest first.</summary>
/// <param name="Live">The run whose snapshot readers are sent to; null before the first.</param>
/// <param name="Chosen">Whether somebody chose it: then only a run with a later as-of date takes its place by itself.</param>
/// <param name="LiveSince">When it became live; null where that was not noted.</param>
/// <param name="Snapshots">Those that are kept.</param>
public sealed record SnapshotsResponse(string? Live, bool Chosen, DateTime? LiveSince, IReadOnlyList<SnapshotResponse> Snapshots);

/// <summary>One snapshot.</summary>
public sealed record SnapshotResponse
{
    /// <summary>Its run.</summary>
    public required string Run { get; init; }

    /// <summary>The last date that counts.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Whether readers are sent to it.</summary>
    public required bool Live { get; init; }

    /// <summary>Why they were not sent to it when it was published; null where they were.</summary>
    public required string? NotLive { get; init; }

    /// <summary>When it was published.</summary>
    public required DateTime? PublishedAt { get; init; }

    /// <summary>How many customers it has.</summary>
    public required int? Customers { get; init; }

    /// <summary>Folder of its files in the container <c>snapshots</c>.</summary>
    public required string Folder { get; init; }
}
