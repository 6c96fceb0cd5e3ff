using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Finds customers in a snapshot; one customer costs one point read.</summary>
public sealed class CustomerLookup(ISnapshotStore store)
{
    private const int ConcurrentPageReads = 16;

    /// <summary>The customer, or null where the snapshot does not hold the id.</summary>
    /// <exception cref="SnapshotGoneException">The snapshot was removed.</exception>
    public async Task<CustomerRecord?> FindAsync(Snapshot snapshot, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return (await PageAsync(snapshot, CustomerKey.PartOf(CustomerKey.Of(id), snapshot.Manifest.Pages), cancellationToken).ConfigureAwait(false)).Find(id);
    }

    /// <summary>Several customers of one snapshot, in the order of the ids; null for unknown ones.</summary>
    /// <exception cref="SnapshotGoneException">The snapshot was removed.</exception>
    public async Task<IReadOnlyList<CustomerRecord?>> FindManyAsync(Snapshot snapshot, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var found = new CustomerRecord?[ids.Count];
        IEnumerable<IGrouping<int, int>> byPage = Enumerable.Range(0, ids.Count).GroupBy(i => CustomerKey.PartOf(CustomerKey.Of(ids[i]), snapshot.Manifest.Pages));
        await Parallel.ForEachAsync(
            byPage,
            new ParallelOptions { MaxDegreeOfParallelism = ConcurrentPageReads, CancellationToken = cancellationToken },
            async (positions, token) =>
            {
                CustomerPage page = await PageAsync(snapshot, positions.Key, token).ConfigureAwait(false);
                foreach (int i in positions)
                    found[i] = page.Find(ids[i]);
            }).ConfigureAwait(false);
        return found;
    }

    private async Task<CustomerPage> PageAsync(Snapshot snapshot, int number, CancellationToken cancellationToken) =>
        await store.ReadPageAsync(snapshot.Id, number, cancellationToken).ConfigureAwait(false) ?? throw new SnapshotGoneException(snapshot.Id);
}
