using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>
/// The cells of one row by role, before any check. Texts are UTF-8; an empty text is a missing value. Whatever a format
/// knows already (a Parquet timestamp, a decimal) comes typed, and is checked like the rest.
/// </summary>
public ref struct RowCells
{
    /// <summary>Customer id.</summary>
    public ReadOnlySpan<byte> Customer { get; set; }

    /// <summary>Order id.</summary>
    public ReadOnlySpan<byte> Order { get; set; }

    /// <summary>Date.</summary>
    public DateCell Date { get; set; }

    /// <summary>Amount of the line.</summary>
    public NumberCell Amount { get; set; }

    /// <summary>Unit price.</summary>
    public NumberCell Price { get; set; }

    /// <summary>Quantity.</summary>
    public NumberCell Quantity { get; set; }

    /// <summary>Currency.</summary>
    public ReadOnlySpan<byte> Currency { get; set; }

    /// <summary>Channel.</summary>
    public ReadOnlySpan<byte> Channel { get; set; }

    /// <summary>Product.</summary>
    public ReadOnlySpan<byte> Product { get; set; }

    /// <summary>Country.</summary>
    public ReadOnlySpan<byte> Country { get; set; }

    /// <summary>Line number, as text.</summary>
    public ReadOnlySpan<byte> Line { get; set; }

    /// <summary>Words that tell a refund.</summary>
    public ReadOnlySpan<byte> Kind { get; set; }

    /// <summary>Attributes in mapping order, joined by the byte 0x1F.</summary>
    public ReadOnlySpan<byte> Attributes { get; set; }
}

/// <summary>A date as text, or as an instant already.</summary>
public readonly ref struct DateCell
{
    private DateCell(ReadOnlySpan<byte> text, long micros, bool isInstant)
    {
        Text = text;
        Micros = micros;
        IsInstant = isInstant;
    }

    /// <summary>The text, where it is one.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z, where it is an instant.</summary>
    public long Micros { get; }

    /// <summary>Whether the cell is an instant.</summary>
    public bool IsInstant { get; }

    /// <summary>A date to be read from text; empty when missing.</summary>
    public static DateCell FromText(ReadOnlySpan<byte> text) => new(text, 0, false);

    /// <summary>An instant.</summary>
    public static DateCell FromInstant(long micros) => new(default, micros, true);
}

/// <summary>A number as text, or as a number already.</summary>
public readonly ref struct NumberCell
{
    private NumberCell(ReadOnlySpan<byte> text, ExactNumber number, NumberStatus? status)
    {
        Text = text;
        Number = number;
        Status = status;
    }

    /// <summary>The text, where it is one.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>The number, where it is one.</summary>
    public ExactNumber Number { get; }

    /// <summary>Whether the number is valid; null for a text.</summary>
    public NumberStatus? Status { get; }

    /// <summary>A number to be read from text; empty when missing.</summary>
    public static NumberCell FromText(ReadOnlySpan<byte> text) => new(text, default, null);

    /// <summary>A number.</summary>
    public static NumberCell FromNumber(ExactNumber number) => new(default, number, NumberStatus.Valid);

    /// <summary>A number beyond what can be kept, such as an infinite float.</summary>
    public static NumberCell TooLarge => new(default, default, NumberStatus.TooLarge);
}
