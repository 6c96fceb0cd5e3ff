using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>The three RFM values of a customer that bought, with the cut points they were scored by.</summary>
internal static class RfmExplanation
{
    public static IReadOnlyList<ExplanationFactor> Factors(in CustomerFacts facts, RfmScorer scorer)
    {
        string unit = scorer.Options.Frequency == FrequencyMeasure.Orders ? "orders" : "purchase days";
        return
        [
            new("recency", facts.Summary.DaysSinceLast(facts.AsOfDay), "days", scorer.CutPoints.Recency.Thresholds, $"R = {facts.Score.R}"),
            new("frequency", RfmScorer.Frequency(facts.Summary, scorer.Options), unit, scorer.CutPoints.Frequency.Thresholds, $"F = {facts.Score.F}"),
            new("monetary", RfmScorer.Monetary(facts.Summary, scorer.Options), "currency", scorer.CutPoints.Monetary.Thresholds, $"M = {facts.Score.M}"),
        ];
    }
}
