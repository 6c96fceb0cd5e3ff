using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// Decides which batches count. The same content dropped under several names counts once: for the one dropped first. That is
/// decided here, over all rows, and not when a file is read: so it holds for files read at the same moment, and when the
/// first of them is later replaced by other content the next takes its place.
/// </summary>
public static class BatchCatalogue
{
    /// <summary>The rows with the status that holds now, each with the batch that it is a duplicate of.</summary>
    public static IReadOnlyList<(BatchRow Row, string? DuplicateOf)> Resolve(IReadOnlyList<BatchRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Dictionary<string, BatchRow> counted = new(StringComparer.Ordinal);
        foreach (BatchRow row in InOrderOfDrop(rows.Where(static row => !row.IsRefused)))
            counted.TryAdd(row.ContentHash, row);
        List<(BatchRow, string?)> resolved = [];
        foreach (BatchRow row in rows)
        {
            if (row.IsRefused)
            {
                resolved.Add((row, null));
                continue;
            }
            BatchRow first = counted[row.ContentHash];
            bool counts = ReferenceEquals(first, row);
            resolved.Add((row with { Status = counts ? BatchStatus.Committed : BatchStatus.Duplicate }, counts ? null : first.BatchId));
        }
        return resolved;
    }

    /// <summary>The ledger files that count.</summary>
    public static IReadOnlyList<LedgerFile> CommittedFiles(IReadOnlyList<BatchRow> rows) =>
        [.. Resolve(rows).Where(static batch => batch.Row.Status == BatchStatus.Committed).SelectMany(static batch => batch.Row.LedgerFiles)];

    /// <summary>The earliest date with an accepted row in any batch that counts.</summary>
    public static DateOnly? FirstDay(IReadOnlyList<BatchRow> rows) =>
        Resolve(rows).Where(static batch => batch.Row.Status == BatchStatus.Committed).Min(static batch => batch.Row.FirstDay);

    /// <summary>The latest date with an accepted row in any batch that counts.</summary>
    public static DateOnly? LastDay(IReadOnlyList<BatchRow> rows) =>
        Resolve(rows).Where(static batch => batch.Row.Status == BatchStatus.Committed).Max(static batch => batch.Row.LastDay);

    private static IEnumerable<BatchRow> InOrderOfDrop(IEnumerable<BatchRow> rows) => rows
        .OrderBy(static row => row.DroppedAt)
        .ThenBy(static row => row.Source, StringComparer.Ordinal)
        .ThenBy(static row => row.File, StringComparer.Ordinal);
}
