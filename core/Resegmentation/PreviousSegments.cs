using ServerlessSeg.Core.Ledger.Reading;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Where the customers of a base stood in an earlier snapshot.</summary>
public sealed class PreviousSegments
{
    private readonly byte[] _segments;
    private readonly int _schemes;

    private PreviousSegments(PreviousSnapshot snapshot, byte[] segments, long[] netMoney, IReadOnlyList<CustomerRecord> gone)
    {
        Snapshot = snapshot;
        _schemes = snapshot.Schemes.Count;
        _segments = segments;
        NetMoney = netMoney;
        Gone = gone;
    }

    /// <summary>The earlier snapshot.</summary>
    public PreviousSnapshot Snapshot { get; }

    /// <summary>Net money then of each customer of the base, in ten-thousandths; 0 where it was not known.</summary>
    public IReadOnlyList<long> NetMoney { get; }

    /// <summary>Customers of the earlier snapshot that the base no longer holds, in order of (key, id bytes).</summary>
    public IReadOnlyList<CustomerRecord> Gone { get; }

    /// <summary>The earlier segments of one customer, 255 where it was not known then.</summary>
    public byte[] Of(int customer) => _segments[(customer * _schemes)..((customer + 1) * _schemes)];

    /// <summary>The earlier segment of one customer in one scheme, 255 where it was not known then.</summary>
    public byte Of(int customer, int scheme) => _segments[(customer * _schemes) + scheme];

    /// <summary>Reads an earlier snapshot beside the base, both being in key order; null where the snapshot is no longer kept.</summary>
    public static async Task<PreviousSegments?> ReadAsync(SnapshotId snapshot, SummarisedBase customers, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(store);
        if (await store.ReadManifestAsync(snapshot, cancellationToken).ConfigureAwait(false) is not { } manifest)
            return null;
        int schemes = manifest.Schemes.Count;
        byte[] segments = new byte[customers.Customers.Length * schemes];
        segments.AsSpan().Fill(byte.MaxValue);
        long[] netMoney = new long[customers.Customers.Length];
        var gone = new CustomerRecord[manifest.Pages][];
        int[] starts = customers.PageStarts(manifest.Pages);
        bool dropped = false;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, manifest.Pages),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (number, token) =>
            {
                if (await store.ReadPageAsync(snapshot, number, token).ConfigureAwait(false) is not { } page)
                {
                    dropped = true;
                    return;
                }
                Dictionary<string, CustomerRecord> known = page.ReadAll().ToDictionary(static record => record.Id, StringComparer.Ordinal);
                for (int i = starts[number]; i < starts[number + 1]; i++)
                {
                    if (!known.Remove(customers.Customers[i].Id, out CustomerRecord? before))
                        continue;
                    before.Segments.CopyTo(segments, i * schemes);
                    netMoney[i] = before.NetMoney;
                }
                gone[number] = [.. known.Values
                    .OrderBy(static record => CustomerKey.Of(record.Id))
                    .ThenBy(static record => record.Id, Comparer<string>.Create(CodePointOrder.Compare))];
            }).ConfigureAwait(false);
        return dropped ? null
            : new PreviousSegments(new PreviousSnapshot(manifest.Run, manifest.AsOf, manifest.Schemes), segments, netMoney, [.. gone.SelectMany(static page => page)]);
    }
}
