using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Where readers are sent, and where they were sent before.</summary>
/// <param name="Snapshot">The live snapshot.</param>
/// <param name="Chosen">Whether somebody chose it by an explicit word, so that only a later as-of date takes its place by itself.</param>
/// <param name="Since">When it became live; null where that was not noted.</param>
/// <param name="Earlier">Those that were live before and when they ceased to be, as far back as <see cref="Grace"/>.</param>
public sealed record LivePosition(SnapshotId Snapshot, bool Chosen, DateTimeOffset? Since, IReadOnlyList<SupersededSnapshot> Earlier)
{
    /// <summary>The longest that an answer takes: for so long a snapshot stays after another took its place, whatever else is asked for.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether somebody may be reading the snapshot because it is live or was a moment ago.</summary>
    public bool Protects(SnapshotId snapshot, DateTimeOffset now) =>
        Snapshot == snapshot || Earlier.Any(earlier => earlier.Snapshot == snapshot && earlier.IsWithin(Grace, now));

    /// <summary>The position after a move.</summary>
    internal LivePosition MovedTo(SnapshotId next, bool chosen, DateTimeOffset now) => new(
        next, chosen, now, [.. Earlier.Where(earlier => earlier.IsWithin(Grace, now)).Append(new SupersededSnapshot(Snapshot, now))]);
}

/// <summary>A snapshot that was live.</summary>
/// <param name="Snapshot">Which.</param>
/// <param name="Until">When another took its place.</param>
public sealed record SupersededSnapshot(SnapshotId Snapshot, DateTimeOffset Until)
{
    // Either way: a moment that a wrong clock put into the future must not protect for ever.
    internal bool IsWithin(TimeSpan span, DateTimeOffset now) => (now - Until).Duration() < span;
}
