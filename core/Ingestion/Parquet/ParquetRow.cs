using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>
/// The values of one row by role. Instants and numbers come with the types of the file: integers and decimals of up to four places as
/// they are, other numbers by their shortest decimal text, so that none is rounded before it is multiplied.
/// </summary>
internal readonly ref struct ParquetRow(ParquetColumnChunk?[] chunkOfRole, ParquetColumnChunk[] extras, int row, ZoneOffsets zone, ReadOnlySpan<byte> attributes) : IRowCells
{
    private const int MoneyDecimals = 4;

    /// <inheritdoc />
    public ReadOnlySpan<byte> Attributes { get; } = attributes;

    /// <inheritdoc />
    public DateCell OccurredAt
    {
        get
        {
            ParquetColumnChunk? chunk = chunkOfRole[(int)ColumnRole.Date];
            if (chunk is null || chunk.IsNull(row))
                return DateCell.FromText(default);
            if (!chunk.TryMicros(row, out long micros))
                return DateCell.FromText(chunk.Text(row));
            return DateCell.FromInstant(chunk.Column.IsUtc ? micros : zone.ToUtc(micros));
        }
    }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Extra(int index) => extras[index].Text(row);

    /// <inheritdoc />
    public ReadOnlySpan<byte> Text(ColumnRole role)
    {
        ParquetColumnChunk? chunk = chunkOfRole[(int)role];
        return chunk is null ? default : chunk.Text(row);
    }

    /// <inheritdoc />
    public NumberCell Number(ColumnRole role)
    {
        ParquetColumnChunk? chunk = chunkOfRole[(int)role];
        if (chunk is null || chunk.IsNull(row))
            return NumberCell.FromText(default);
        ParquetInputColumn column = chunk.Column;
        bool isExact = column.Kind == ParquetColumnKind.Integer || (column.Kind == ParquetColumnKind.Decimal && column.Scale <= MoneyDecimals);
        if (isExact && chunk.TryMoney(row, out long tenThousandths))
            return NumberCell.FromNumber(new ExactNumber(tenThousandths, MoneyDecimals));
        ReadOnlySpan<byte> text = chunk.Text(row);
        if (column.Kind is not (ParquetColumnKind.Integer or ParquetColumnKind.Decimal or ParquetColumnKind.Floating))
            return NumberCell.FromText(text);
        var ignored = NumberEvidence.None;
        return NumberParser.TryParse(text, DecimalStyle.Point, out ExactNumber number, ref ignored) switch
        {
            NumberStatus.Valid => NumberCell.FromNumber(number),
            NumberStatus.TooLarge => NumberCell.TooLarge,
            _ => NumberCell.FromText(text),
        };
    }
}
