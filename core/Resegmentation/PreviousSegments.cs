namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Where the customers of a base stood in an earlier snapshot.</summary>
public sealed class PreviousSegments
{
    private readonly byte[] _segments;
    private readonly int _schemes;

    private PreviousSegments(PreviousSnapshot snapshot, byte[] segments)
    {
        Snapshot = snapshot;
        _schemes = snapshot.Schemes.Count;
        _segments = segments;
    }

    /// <summary>The earlier snapshot.</summary>
    public PreviousSnapshot Snapshot { get; }

    /// <summary>The earlier segments of one customer, 255 where it was not known then.</summary>
    public byte[] Of(int customer) => _segments[(customer * _schemes)..((customer + 1) * _schemes)];

    /// <summary>Reads an earlier snapshot beside the base, both being in key order; null where the snapshot is no longer kept.</summary>
    public static async Task<PreviousSegments?> ReadAsync(RunId run, SummarisedBase customers, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(store);
        if (await store.ReadManifestAsync(run, cancellationToken).ConfigureAwait(false) is not { } manifest)
            return null;
        int schemes = manifest.Schemes.Count;
        byte[] segments = new byte[customers.Customers.Length * schemes];
        segments.AsSpan().Fill(byte.MaxValue);
        int[] starts = customers.PageStarts(manifest.Pages);
        bool gone = false;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, manifest.Pages),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (number, token) =>
            {
                if (starts[number] == starts[number + 1])
                    return;
                if (await store.ReadPageAsync(run, number, token).ConfigureAwait(false) is not { } page)
                {
                    gone = true;
                    return;
                }
                Dictionary<string, byte[]> known = page.ReadAll().ToDictionary(static record => record.Id, static record => record.Segments, StringComparer.Ordinal);
                for (int i = starts[number]; i < starts[number + 1]; i++)
                {
                    if (known.TryGetValue(customers.Customers[i].Id, out byte[]? before))
                        before.CopyTo(segments, i * schemes);
                }
            }).ConfigureAwait(false);
        return gone ? null : new PreviousSegments(new PreviousSnapshot(manifest.Run, manifest.AsOf, manifest.Schemes), segments);
    }
}
