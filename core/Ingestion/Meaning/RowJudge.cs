using ServerlessSeg.Core.Ingestion.Rows;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Judges the state of rows by the <see cref="RowRules"/> of a mapping. One instance serves one thread.</summary>
internal sealed class RowJudge
{
    private readonly Status[] statuses;
    private readonly (CellMemory<bool> Takes, int Extra)[] filters;

    public RowJudge(SchemaMapping mapping)
    {
        statuses = [.. mapping.Rules.Statuses.Select(column => new Status(column, new CellMemory<RowVerdict>(column.Of, RowVerdict.Counted), mapping.ExtraOf(column.Column)))];
        filters = [.. mapping.Rules.Filters.Select(filter => (new CellMemory<bool>(filter.Takes, filter.Takes("")), mapping.ExtraOf(filter.Column)))];
    }

    /// <summary>What becomes of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="said">What the column says that decides it; empty where none does.</param>
    /// <param name="by">That column, or null.</param>
    public RowVerdict Of<TRow>(scoped ref TRow row, out ReadOnlySpan<byte> said, out StatusColumn? by)
        where TRow : struct, IRowCells, allows ref struct
    {
        said = default;
        by = null;
        foreach ((CellMemory<bool> takes, int extra) in filters)
        {
            if (!takes.Of(row.Extra(extra)))
                return RowVerdict.LeftOut(LeftOutReason.Filtered);
        }
        RowVerdict all = RowVerdict.Counted;
        foreach (Status status in statuses)
        {
            ReadOnlySpan<byte> cell = row.Extra(status.Extra);
            RowVerdict both = all.And(status.Verdicts.Of(cell));
            if (both == all)
                continue;
            (all, by) = (both, status.Column);
            said = cell;
        }
        return all;
    }

    /// <summary>Marks the rows as odd that do not simply count.</summary>
    public void Mark(RowColumns rows)
    {
        foreach ((CellMemory<bool> takes, int extra) in filters)
        {
            TextColumn cells = rows.Extras[extra];
            for (int i = 0; i < rows.Count; i++)
                rows.Odd[i] |= !takes.Of(cells.Written(i));
        }
        foreach (Status status in statuses)
        {
            TextColumn cells = rows.Extras[status.Extra];
            for (int i = 0; i < rows.Count; i++)
                rows.Odd[i] |= status.Verdicts.Of(cells.Written(i)).Outcome != RowOutcome.Counted;
        }
    }

    private sealed record Status(StatusColumn Column, CellMemory<RowVerdict> Verdicts, int Extra);
}
