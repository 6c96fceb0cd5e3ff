using System.Diagnostics.CodeAnalysis;
using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>All that a scheme may look at when it places one customer.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "Facts are passed to schemes, never compared.")]
public readonly struct CustomerFacts
{
    private readonly CustomerSummary summary;
    private readonly ClvFacts clv;

    /// <summary>Collects the facts of a customer.</summary>
    /// <param name="summary">The customer's history in numbers.</param>
    /// <param name="asOfDay">As-of date in days since 1970-01-01.</param>
    /// <param name="score">RFM scores of this run; the default value for a customer without any purchase.</param>
    /// <param name="clv">What the lifetime models say, or <see cref="ClvFacts.Refused"/>.</param>
    public CustomerFacts(in CustomerSummary summary, int asOfDay, RfmScore score, in ClvFacts clv)
    {
        this.summary = summary;
        AsOfDay = asOfDay;
        Score = score;
        this.clv = clv;
    }

    /// <summary>The customer's history in numbers.</summary>
    [UnscopedRef]
    public ref readonly CustomerSummary Summary => ref summary;

    /// <summary>As-of date in days since 1970-01-01.</summary>
    public int AsOfDay { get; }

    /// <summary>RFM scores of this run.</summary>
    public RfmScore Score { get; }

    /// <summary>What the lifetime models say.</summary>
    [UnscopedRef]
    public ref readonly ClvFacts Clv => ref clv;

    /// <summary>Whether the customer bought anything.</summary>
    public bool HasPurchase => summary.Purchases > 0;
}
