namespace ServerlessSeg.Core.Ingestion;

/// <summary>
/// The cells of one row by role, before any check, as a file format hands them over. A <see cref="RowChecker"/> asks only for what it needs;
/// implementations are structs, so that asking costs nothing. Texts are UTF-8 and stay valid until the row is done.
/// </summary>
public interface IRowCells
{
    /// <summary>The text of any role but attributes, also of dates and numbers; empty where it is missing or not mapped.</summary>
    ReadOnlySpan<byte> Text(ColumnRole role);

    /// <summary>The date.</summary>
    DateCell OccurredAt { get; }

    /// <summary>Amount, price or quantity.</summary>
    NumberCell Number(ColumnRole role);

    /// <summary>The text of one of the columns by which rows are judged, in the order of <see cref="SchemaMapping.ExtraColumns"/>.</summary>
    ReadOnlySpan<byte> Extra(int index);

    /// <summary>The attributes in mapping order, joined by the byte 0x1F.</summary>
    ReadOnlySpan<byte> Attributes { get; }
}
