using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Customer pages in a table a snapshot: PartitionKey = page / 100, RowKey = page % 100, one binary property a column.</summary>
public sealed class SnapshotPages(StorageConnection connection)
{
    /// <summary>Pages in one partition, and so in one transaction: the most that Table Storage takes.</summary>
    public const int PagesPerPartition = 100;

    // A transaction may carry 4 MiB; base64 in the request's JSON adds a third, and the envelope some more.
    private const int TransactionBytes = 2_500_000;

    /// <summary>Makes the table of an attempt.</summary>
    public async Task PrepareAsync(SnapshotId snapshot, CancellationToken cancellationToken) =>
        await connection.Tables.CreateTableIfNotExistsAsync(StorageNames.CustomerTable(snapshot), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Stores successive pages. The table is the attempt's alone, and whoever writes holds the run: so a page is stored whatever is there,
    /// which can only be the same page of a request whose reply was lost.
    /// </summary>
    public async Task WriteAsync(SnapshotId snapshot, int first, IReadOnlyList<CustomerPage> pages, CancellationToken cancellationToken)
    {
        TableClient table = connection.Tables.GetTableClient(StorageNames.CustomerTable(snapshot));
        List<TableTransactionAction> actions = [];
        string? partition = null;
        int bytes = 0;
        for (int i = 0; i < pages.Count; i++)
        {
            TableEntity entity = ToEntity(first + i, pages[i]);
            int size = pages[i].Columns.Values.Sum(static column => column.Length) + 1_000;
            // Azure refuses a transaction over two partitions; the emulator does not, so this must hold here.
            if (actions.Count == PagesPerPartition || bytes + size > TransactionBytes || (partition is not null && partition != entity.PartitionKey))
            {
                await table.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
                actions = [];
                bytes = 0;
            }
            partition = entity.PartitionKey;
            actions.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity));
            bytes += size;
        }
        if (actions.Count > 0)
            await table.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One page, or null where the snapshot or the page is gone.</summary>
    public async Task<CustomerPage?> ReadAsync(SnapshotId snapshot, int number, CancellationToken cancellationToken)
    {
        TableClient table = connection.Tables.GetTableClient(StorageNames.CustomerTable(snapshot));
        try
        {
            NullableResponse<TableEntity> response = await table
                .GetEntityIfExistsAsync<TableEntity>(Partition(number), Row(number), cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            return response.HasValue ? ToPage(response.Value!) : null;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Removes the table.</summary>
    public async Task DropAsync(SnapshotId snapshot, CancellationToken cancellationToken) =>
        await connection.Tables.DeleteTableAsync(StorageNames.CustomerTable(snapshot), cancellationToken).ConfigureAwait(false);

    /// <summary>Every snapshot, whole or not, that has a table.</summary>
    public async Task<IReadOnlyList<SnapshotId>> ListAsync(CancellationToken cancellationToken)
    {
        // The end of the range is the character after the last that can follow.
        const string From = StorageNames.CustomerTablePrefix, To = StorageNames.CustomerTablePrefix + ":";
        List<SnapshotId> found = [];
        await foreach (TableItem table in connection.Tables
            .QueryAsync(table => table.Name.CompareTo(From) >= 0 && table.Name.CompareTo(To) < 0, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (StorageNames.TryParseCustomerTable(table.Name, out SnapshotId snapshot))
                found.Add(snapshot);
        }
        return found;
    }

    private static string Partition(int page) => (page / PagesPerPartition).ToString("D8", CultureInfo.InvariantCulture);

    private static string Row(int page) => (page % PagesPerPartition).ToString("D2", CultureInfo.InvariantCulture);

    private static TableEntity ToEntity(int number, CustomerPage page)
    {
        var entity = new TableEntity(Partition(number), Row(number))
        {
            ["Count"] = page.Count,
            ["Version"] = page.Version,
        };
        foreach ((string name, byte[] column) in page.Columns)
            entity[name] = column;
        return entity;
    }

    private static CustomerPage ToPage(TableEntity entity)
    {
        var columns = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string name in entity.Keys)
        {
            if (entity[name] is byte[] column)
                columns[name] = column;
            else if (entity[name] is BinaryData data)
                columns[name] = data.ToArray();
        }
        return new CustomerPage { Count = entity.GetInt32("Count") ?? 0, Version = entity.GetInt32("Version") ?? 0, Columns = columns };
    }
}
