using ServerlessSeg.Core.Clv.Intervals;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Every customer with scores, predictions and segments; all arrays follow the order of the summaries.</summary>
/// <param name="Summaries">The base.</param>
/// <param name="Scorer">How frequency and money were measured and scored.</param>
/// <param name="Scores">RFM scores.</param>
/// <param name="Clv">Predictions.</param>
/// <param name="Schemes">The schemes.</param>
/// <param name="Segments">For each scheme the segment of each customer.</param>
public sealed record ScoredBase(
    SummarisedBase Summaries,
    RfmScorer Scorer,
    RfmScore[] Scores,
    ClvEstimate[] Clv,
    IReadOnlyList<ISegmentationScheme> Schemes,
    byte[][] Segments)
{
    /// <summary>What totals of segments need of the predictions; null without any.</summary>
    public BaseOutlook? Outlook { get; init; }

    /// <summary>Margin and costs that the predictions were made with; null for revenue.</summary>
    public CustomerEconomics? Economics { get; init; }

    /// <summary>What the snapshot says of one customer.</summary>
    /// <param name="i">Position of the customer.</param>
    /// <param name="previous">Segments in the earlier snapshot, if any.</param>
    public CustomerRecord Record(int i, byte[]? previous = null)
    {
        ref readonly CustomerSummary summary = ref Summaries.Customers[i];
        byte[] segments = new byte[Schemes.Count];
        for (int scheme = 0; scheme < segments.Length; scheme++)
            segments[scheme] = Segments[scheme][i];
        return new CustomerRecord
        {
            Id = summary.Id,
            RecencyDays = summary.Purchases == 0 ? -1 : summary.DaysSinceLast(Summaries.AsOfDay),
            Frequency = RfmScorer.Frequency(summary, Scorer.Options),
            Monetary = MonetaryOf(summary),
            NetMoney = summary.NetMoney,
            HistoricMargin = HistoricMarginOf(i),
            R = Scores[i].R,
            F = Scores[i].F,
            M = Scores[i].M,
            Segments = segments,
            Clv = Clv[i],
            Facts = StoredFacts.Of(summary),
            Previous = previous ?? [],
        };
    }

    /// <summary>Margin of all time less what the customer cost to win, in ten-thousandths.</summary>
    public long HistoricMarginOf(int i) =>
        Economics is null ? Summaries.Customers[i].NetMoney : CustomerEconomics.HistoricMargin(Summaries.Customers[i], Economics.Of(this, i));

    // A sum is served to the cent; a mean or a margin is a quotient and has been rounded by nature.
    private long MonetaryOf(in CustomerSummary summary) => Scorer.Options.Monetary == MonetaryMeasure.Sum
        ? summary.WindowNetMoney
        : (long)Math.Round(RfmScorer.Monetary(summary, Scorer.Options) * Money.Scale);
}
