using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>The fields of a record by role.</summary>
internal readonly ref struct CsvRow(CsvFields fields, int[] columnOfRole, int[] extras, ReadOnlySpan<byte> attributes) : IRowCells
{
    private readonly CsvFields fields = fields;

    /// <inheritdoc />
    public ReadOnlySpan<byte> Attributes { get; } = attributes;

    /// <inheritdoc />
    public DateCell OccurredAt => DateCell.FromText(Text(ColumnRole.Date));

    /// <inheritdoc />
    public NumberCell Number(ColumnRole role) => NumberCell.FromText(Text(role));

    /// <inheritdoc />
    public ReadOnlySpan<byte> Extra(int index) => fields[extras[index]];

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Text(ColumnRole role)
    {
        int column = columnOfRole[(int)role];
        return column < 0 ? default : fields[column];
    }
}
