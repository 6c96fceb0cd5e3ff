namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>One column that tells the state of rows, and what its words say.</summary>
/// <param name="Column">From 0.</param>
/// <param name="Name">As in the header.</param>
/// <param name="Form">How it tells.</param>
/// <param name="Words">What the mapping says of words, normalised; these go before the usual ones.</param>
/// <param name="RefundsAreTold">Whether the money given back stands in a column of its own.</param>
internal sealed record StatusColumn(int Column, string Name, StatusForm Form, IReadOnlyDictionary<string, RowVerdict> Words, bool RefundsAreTold)
{
    /// <summary>A normalised word that some systems write for an order that is done, and others for one that was refunded.</summary>
    private const string Closed = "closed";

    private static readonly HashSet<string> Yes = new(StringComparer.OrdinalIgnoreCase) { "1", "1.0", "true", "t", "yes", "y", "x", "ja", "oui", "si", "sí", "是" };

    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal) { "0", "00000000", "00000000000000", "19700101", "19700101000000", "-" };

    /// <summary>What a value that is there says.</summary>
    public RowVerdict Of(string value)
    {
        string word = StatusWords.Normalise(value);
        if (Words.TryGetValue(word, out RowVerdict given))
            return given;
        return Form switch
        {
            StatusForm.Filled => word.Length == 0 || Empty.Contains(word) ? RowVerdict.Counted : RowVerdict.LeftOut(LeftOutReason.Cancelled),
            StatusForm.Flag => Yes.Contains(value.Trim()) ? RowVerdict.LeftOut(StatusNames.ReasonOf(Name)) : RowVerdict.Counted,
            _ when word == Closed && RefundsAreTold => RowVerdict.Counted,
            _ => StatusWords.Of(value) ?? new RowVerdict(RowOutcome.Unknown),
        };
    }
}
