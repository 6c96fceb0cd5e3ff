namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>What the state of a row makes of it.</summary>
internal enum RowOutcome : byte
{
    /// <summary>Business.</summary>
    Counted,

    /// <summary>Says a word that is not known; counts until that is asked about.</summary>
    Unknown,

    /// <summary>Business of which a part was given back.</summary>
    PartlyRefunded,

    /// <summary>Business that was given back.</summary>
    Refunded,

    /// <summary>No business.</summary>
    LeftOut,
}

/// <summary>What becomes of a row, and why where it is left out.</summary>
internal readonly record struct RowVerdict(RowOutcome Outcome, LeftOutReason Reason = default)
{
    /// <summary>Nothing is said against the row.</summary>
    public static RowVerdict Counted => default;

    /// <summary>The row is left out.</summary>
    public static RowVerdict LeftOut(LeftOutReason reason) => new(RowOutcome.LeftOut, reason);

    /// <summary>What two columns say together: a refund of what was cancelled is a refund, or else the word that goes furthest holds.</summary>
    public RowVerdict And(RowVerdict other)
    {
        if (Outcome == RowOutcome.Refunded && other is { Outcome: RowOutcome.LeftOut, Reason: LeftOutReason.Cancelled })
            return this;
        if (other.Outcome == RowOutcome.Refunded && this is { Outcome: RowOutcome.LeftOut, Reason: LeftOutReason.Cancelled })
            return other;
        return other.Outcome > Outcome ? other : this;
    }
}
