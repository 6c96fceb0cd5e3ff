namespace ServerlessSeg.Core.Ingestion;

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
