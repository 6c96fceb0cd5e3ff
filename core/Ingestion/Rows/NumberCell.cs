using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion;

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
