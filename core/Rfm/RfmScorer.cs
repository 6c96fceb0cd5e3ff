using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Rfm;

/// <summary>Scores customers by the cut points of a run. Thread-safe; allocates nothing per customer.</summary>
public sealed class RfmScorer
{
    /// <summary>Scores by the given cut points.</summary>
    public RfmScorer(RfmOptions options, RfmCutPoints cutPoints)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(cutPoints);
        Options = options;
        CutPoints = cutPoints;
    }

    /// <summary>How the values are measured.</summary>
    public RfmOptions Options { get; }

    /// <summary>The cut points.</summary>
    public RfmCutPoints CutPoints { get; }

    /// <summary>F of a customer: orders or purchase days within the window.</summary>
    public static int Frequency(in CustomerSummary customer, RfmOptions options) =>
        options.Frequency == FrequencyMeasure.Orders ? customer.WindowOrders : customer.WindowPurchases;

    /// <summary>M of a customer in currency units.</summary>
    public static double Monetary(in CustomerSummary customer, RfmOptions options) => options.Monetary switch
    {
        MonetaryMeasure.Margin => (double)customer.WindowMarginMoney / Money.Scale,
        MonetaryMeasure.Mean => Frequency(customer, options) is var units and > 0 ? (double)customer.WindowNetMoney / Money.Scale / units : 0,
        _ => (double)customer.WindowNetMoney / Money.Scale,
    };

    /// <summary>The scores of a customer; 0-0-0 for one without any purchase.</summary>
    public RfmScore Score(in CustomerSummary customer, int asOfDay) => customer.Purchases == 0
        ? default
        : new RfmScore(
            CutPoints.Recency.Score(customer.DaysSinceLast(asOfDay)),
            CutPoints.Frequency.Score(Frequency(customer, Options)),
            CutPoints.Monetary.Score(Monetary(customer, Options)));
}
