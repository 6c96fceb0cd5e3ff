using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ledger.Reading;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Every customer of a snapshot in order of (key, id bytes), a few pages read ahead; memory does not grow with the snapshot.</summary>
public static class SnapshotCustomers
{
    private const int PagesAhead = 16;

    /// <summary>Reads the snapshot.</summary>
    /// <exception cref="InvalidDataException">It was dropped meanwhile.</exception>
    public static async IAsyncEnumerable<CustomerRecord> ReadAsync(
        SnapshotManifest manifest, ISnapshotStore store, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(store);
        RunId run = RunId.Parse(manifest.Run);
        Queue<Task<CustomerPage?>> ahead = new();
        for (int number = 0; number < manifest.Pages; number++)
        {
            for (int next = number + ahead.Count; ahead.Count < PagesAhead && next < manifest.Pages; next++)
                ahead.Enqueue(store.ReadPageAsync(run, next, cancellationToken));
            CustomerPage page = await ahead.Dequeue().ConfigureAwait(false)
                ?? throw new InvalidDataException($"Page {number} of snapshot {manifest.Run} is gone.");
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
