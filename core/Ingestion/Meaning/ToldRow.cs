using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>A row whose empty cells say what is carried into it.</summary>
internal readonly ref struct ToldRow<TRow>(TRow row, CarriedCells carried) : IRowCells
    where TRow : struct, IRowCells, allows ref struct
{
    private readonly TRow row = row;

    /// <inheritdoc />
    public ReadOnlySpan<byte> Attributes => row.Attributes;

    /// <inheritdoc />
    public DateCell OccurredAt
    {
        get
        {
            DateCell own = row.OccurredAt;
            return own.IsInstant || !MissingValue.Is(own.Text) ? own : DateCell.FromText(carried.Text(ColumnRole.Date));
        }
    }

    /// <inheritdoc />
    public NumberCell Number(ColumnRole role) => row.Number(role);

    /// <inheritdoc />
    public ReadOnlySpan<byte> Text(ColumnRole role)
    {
        ReadOnlySpan<byte> own = row.Text(role);
        return MissingValue.Is(own) ? carried.Text(role) is { IsEmpty: false } above ? above : own : own;
    }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Extra(int index)
    {
        ReadOnlySpan<byte> own = row.Extra(index);
        return MissingValue.Is(own) ? carried.Extra(index) : own;
    }
}
