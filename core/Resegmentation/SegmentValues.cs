using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Intervals;
using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// What customers of each segment will bring together. What they do by chance is independent, which parameters are true is common to all of them: so the interval of a total is
/// narrower than the sum of its customers' intervals, and wider than chance alone would have it.
/// </summary>
public sealed class SegmentValues
{
    private const int ChunkSize = 65_536;
    private const double CostScale = 1e6;

    private readonly TotalOutlook[][] _totals;
    private readonly Int128[][] _costs;

    private SegmentValues(ScoredBase scored)
    {
        _totals = [.. scored.Schemes.Select(static scheme => scheme.Segments.Select(static _ => new TotalOutlook()).ToArray())];
        _costs = [.. scored.Schemes.Select(static scheme => new Int128[scheme.Segments.Count])];
    }

    /// <summary>Adds up a base; null where it has no predictions.</summary>
    public static SegmentValues? Of(ScoredBase scored)
    {
        ArgumentNullException.ThrowIfNull(scored);
        if (scored.Outlook is not { } outlook)
            return null;
        CustomerSummary[] customers = scored.Summaries.Customers;
        // A buyer's group is found by its position among the buyers.
        int[] buyersBefore = new int[((customers.Length + ChunkSize - 1) / ChunkSize) + 1];
        for (int i = 0; i < customers.Length; i++)
            buyersBefore[(i / ChunkSize) + 1] += customers[i].Purchases > 0 ? 1 : 0;
        for (int chunk = 1; chunk < buyersBefore.Length; chunk++)
            buyersBefore[chunk] += buyersBefore[chunk - 1];
        var all = new SegmentValues(scored);
        Parallel.For(0, buyersBefore.Length - 1, () => new SegmentValues(scored), (chunk, _, own) =>
        {
            own.Add(scored, outlook, chunk * ChunkSize, Math.Min(customers.Length, (chunk + 1) * ChunkSize), buyersBefore[chunk]);
            return own;
        }, all.Merge);
        return all;
    }

    /// <summary>The interval of a segment, around the sum of its customers' predictions.</summary>
    /// <param name="scheme">Position of the scheme.</param>
    /// <param name="segment">Position of the segment.</param>
    /// <param name="predicted">That sum.</param>
    /// <param name="level">Probability that the interval is to hold, in (0, 1).</param>
    public TotalInterval Interval(int scheme, int segment, double predicted, double level)
    {
        double cost = (double)_costs[scheme][segment] / CostScale;
        TotalInterval margin = _totals[scheme][segment].Value(level);
        // Expected at the estimated parameters instead of on average over them, as each customer's value is.
        double ratio = margin.Expected > 0 ? (predicted + cost) / margin.Expected : 0;
        return new TotalInterval(predicted, (margin.Low * ratio) - cost, (margin.High * ratio) - cost);
    }

    private void Add(ScoredBase scored, BaseOutlook outlook, int start, int end, int buyer)
    {
        CustomerSummary[] customers = scored.Summaries.Customers;
        ReadOnlySpan<int> groups = outlook.Histories.GroupOfCustomer;
        Span<Int128> terms = stackalloc Int128[outlook.Terms.Length];
        for (int i = start; i < end; i++)
        {
            if (customers[i].Purchases == 0)
                continue;
            ValueRates rates = scored.Economics?.Of(scored, i) ?? new ValueRates(1, 0, 0);
            outlook.Fill(groups[buyer++], customers[i].Frequency, Predict.MeanRepeatValue(customers[i]), rates.MarginRate, terms);
            Int128 cost = rates.AnnualServiceCost == 0 ? 0 : (Int128)Math.Round(scored.Economics!.ServiceCost(scored.Clv[i].PAlive, rates) * CostScale);
            for (int scheme = 0; scheme < _totals.Length; scheme++)
            {
                byte segment = scored.Segments[scheme][i];
                _totals[scheme][segment].Add(outlook.Terms, terms);
                _costs[scheme][segment] += cost;
            }
        }
    }

    private void Merge(SegmentValues other)
    {
        lock (_totals)
        {
            for (int scheme = 0; scheme < _totals.Length; scheme++)
            {
                for (int segment = 0; segment < _costs[scheme].Length; segment++)
                {
                    _totals[scheme][segment].Merge(other._totals[scheme][segment]);
                    _costs[scheme][segment] += other._costs[scheme][segment];
                }
            }
        }
    }
}
