using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ledger.Reading;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Every customer of a snapshot in order of (key, id bytes), a few pages read ahead; memory does not grow with the snapshot.</summary>
public static class SnapshotCustomers
{
    private const int PagesAhead = 16;

    /// <summary>Reads the snapshot.</summary>
    /// <exception cref="SnapshotGoneException">It was removed meanwhile.</exception>
    public static async IAsyncEnumerable<CustomerRecord> ReadAsync(
        Snapshot snapshot, ISnapshotStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(store);
        int pages = snapshot.Manifest.Pages;
        Queue<Task<CustomerPage?>> ahead = new();
        for (int number = 0; number < pages; number++)
        {
            for (int next = number + ahead.Count; ahead.Count < PagesAhead && next < pages; next++)
                ahead.Enqueue(store.ReadPageAsync(snapshot.Id, next, cancellationToken));
            CustomerPage page = await ahead.Dequeue().ConfigureAwait(false)
                ?? throw new SnapshotGoneException(snapshot.Id);
            foreach (CustomerRecord customer in page.ReadAll())
                yield return customer;
        }
    }

    /// <summary>The order of two customers.</summary>
    public static int Compare(string id, string otherId)
    {
        int order = CustomerKey.Of(id).CompareTo(CustomerKey.Of(otherId));
        return order != 0 ? order : CodePointOrder.Compare(id, otherId);
    }
}
