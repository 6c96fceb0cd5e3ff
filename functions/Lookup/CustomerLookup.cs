using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Finds customers in the live snapshot; one customer costs one point read.</summary>
public sealed class CustomerLookup(ISnapshotStore store, LiveSnapshot live)
{
    private const int ConcurrentPageReads = 16;

    /// <summary>The customer, with the manifest to read it by; the record is null where the id is unknown, the manifest before the first snapshot.</summary>
    public async Task<(SnapshotManifest? Manifest, CustomerRecord? Customer)> FindAsync(string id, CancellationToken cancellationToken)
    {
        // A snapshot may be replaced and dropped between reading the pointer and the page; then the second look finds the new one.
        for (int attempt = 0; ; attempt++)
        {
            SnapshotManifest? manifest = await live.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (manifest is null)
                return (null, null);
            CustomerPage? page = await store
                .ReadPageAsync(RunId.Parse(manifest.Run), CustomerKey.PartOf(CustomerKey.Of(id), manifest.Pages), cancellationToken)
                .ConfigureAwait(false);
            if (page is not null)
                return (manifest, page.Find(id));
            if (attempt == 1)
                throw new InvalidDataException($"Snapshot {manifest.Run} is live, but a page of it is missing.");
            live.Forget();
        }
    }

    /// <summary>Several customers of one snapshot, in the order of the ids; null for unknown ones.</summary>
    public async Task<(SnapshotManifest? Manifest, IReadOnlyList<CustomerRecord?> Customers)> FindManyAsync(
        IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        SnapshotManifest? manifest = await live.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (manifest is null)
            return (null, []);
        RunId run = RunId.Parse(manifest.Run);
        var found = new CustomerRecord?[ids.Count];
        IEnumerable<IGrouping<int, int>> byPage = Enumerable.Range(0, ids.Count).GroupBy(i => CustomerKey.PartOf(CustomerKey.Of(ids[i]), manifest.Pages));
        await Parallel.ForEachAsync(
            byPage,
            new ParallelOptions { MaxDegreeOfParallelism = ConcurrentPageReads, CancellationToken = cancellationToken },
            async (positions, token) =>
            {
                CustomerPage page = await store.ReadPageAsync(run, positions.Key, token).ConfigureAwait(false)
                    ?? throw new InvalidDataException($"Snapshot {manifest.Run} is live, but page {positions.Key} of it is missing.");
                foreach (int i in positions)
                    found[i] = page.Find(ids[i]);
            }).ConfigureAwait(false);
        return (manifest, found);
    }
}
