using System.Globalization;
using Azure.Data.Tables;
using ServerlessSeg.Core.Clv.Intervals;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Functions.Storage;

/// <summary>Totals of segments as ordinary rows: PartitionKey = snapshot and attempt, RowKey = scheme and position.</summary>
public sealed class SegmentTable(StorageConnection connection)
{
    private readonly TableClient _table = connection.Tables.GetTableClient(StorageNames.SegmentTable);

    /// <summary>Stores the rows of a snapshot.</summary>
    public async Task WriteAsync(SnapshotId snapshot, IReadOnlyList<SegmentTotal> segments, CancellationToken cancellationToken)
    {
        foreach (SegmentTotal[] chunk in segments.Chunk(SnapshotPages.PagesPerPartition))
        {
            await _table.SubmitTransactionAsync(
                chunk.Select(segment => new TableTransactionAction(TableTransactionActionType.UpsertReplace, ToEntity(snapshot, segment, Position(segments, segment)))),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The rows of one scheme in the scheme's order.</summary>
    public async Task<IReadOnlyList<SegmentTotal>> ReadAsync(SnapshotId snapshot, string scheme, CancellationToken cancellationToken)
    {
        List<SegmentTotal> rows = [];
        string partition = Partition(snapshot);
        string from = scheme + "|", to = scheme + "}";
        await foreach (TableEntity entity in _table
            .QueryAsync<TableEntity>(e => e.PartitionKey == partition && e.RowKey.CompareTo(from) >= 0 && e.RowKey.CompareTo(to) < 0, cancellationToken: cancellationToken)
            .ConfigureAwait(false))
            rows.Add(ToTotal(entity));
        return rows;
    }

    /// <summary>Removes the rows of a snapshot.</summary>
    public async Task DropAsync(SnapshotId snapshot, CancellationToken cancellationToken)
    {
        string partition = Partition(snapshot);
        List<TableTransactionAction> deletions = [];
        await foreach (TableEntity entity in _table
            .QueryAsync<TableEntity>(e => e.PartitionKey == partition, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken)
            .ConfigureAwait(false))
            deletions.Add(new TableTransactionAction(TableTransactionActionType.Delete, entity, Azure.ETag.All));
        foreach (TableTransactionAction[] chunk in deletions.Chunk(SnapshotPages.PagesPerPartition))
            await _table.SubmitTransactionAsync(chunk, cancellationToken).ConfigureAwait(false);
    }

    // A key must not hold a slash.
    private static string Partition(SnapshotId snapshot) => snapshot.Attempt.Length == 0 ? snapshot.Run.ToString() : $"{snapshot.Run}~{snapshot.Attempt}";

    private static int Position(IReadOnlyList<SegmentTotal> segments, SegmentTotal segment)
    {
        int position = 0;
        foreach (SegmentTotal other in segments)
        {
            if (ReferenceEquals(other, segment))
                break;
            if (other.Scheme == segment.Scheme)
                position++;
        }
        return position;
    }

    private static TableEntity ToEntity(SnapshotId snapshot, SegmentTotal segment, int position)
    {
        var entity = new TableEntity(Partition(snapshot), string.Create(CultureInfo.InvariantCulture, $"{segment.Scheme}|{position:D3}"))
        {
            ["Scheme"] = segment.Scheme,
            ["Segment"] = segment.Segment,
            ["Customers"] = segment.Customers,
            ["Share"] = segment.Share,
            // Text keeps money exact: a table has no decimal type.
            ["Revenue"] = segment.Revenue.ToString(),
            ["RevenueShare"] = segment.RevenueShare,
        };
        if (!double.IsNaN(segment.MeanClv))
            entity["MeanClv"] = segment.MeanClv;
        if (segment.Clv is { } clv)
            (entity["TotalClv"], entity["TotalClvLow"], entity["TotalClvHigh"]) = (clv.Expected, clv.Low, clv.High);
        return entity;
    }

    private static SegmentTotal ToTotal(TableEntity entity) => new(
        entity.GetString("Scheme"),
        entity.GetString("Segment"),
        entity.GetInt32("Customers") ?? 0,
        entity.GetDouble("Share") ?? 0,
        Money.FromDecimal(decimal.Parse(entity.GetString("Revenue"), NumberStyles.Number, CultureInfo.InvariantCulture)),
        entity.GetDouble("RevenueShare") ?? 0,
        entity.GetDouble("MeanClv") ?? double.NaN,
        entity.GetDouble("TotalClv") is { } expected ? new TotalInterval(expected, entity.GetDouble("TotalClvLow") ?? expected, entity.GetDouble("TotalClvHigh") ?? expected) : null);
}
