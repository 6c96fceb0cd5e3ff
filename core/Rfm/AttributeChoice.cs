namespace ServerlessSeg.Core.Rfm;

/// <summary>Which of the mapped attributes are read with the customers.</summary>
/// <param name="Averaged">The numeric attribute that <see cref="CustomerSummary.Attribute"/> is the mean of; null for none.</param>
/// <param name="Kept">Attributes whose value at the last purchase is kept, as country and channel are.</param>
public sealed record AttributeChoice(string? Averaged, IReadOnlyList<string> Kept)
{
    /// <summary>No attribute at all.</summary>
    public static AttributeChoice None { get; } = new(null, []);

    /// <summary>All of them, the averaged one first: what the ledger is opened with.</summary>
    public IReadOnlyList<string> Names => Averaged is null ? Kept : [Averaged, .. Kept];
}
