using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Adds up the segments of a scored base. The sums over a scheme's segments are those of the ledger, to the last digit.</summary>
public static class SegmentTotals
{
    /// <summary>The totals of every scheme, in the order of schemes and segments; segments without customers are listed too.</summary>
    /// <param name="scored">The base.</param>
    /// <param name="level">Coverage of the intervals of predicted values, in (0, 1).</param>
    public static IReadOnlyList<SegmentTotal> Of(ScoredBase scored, double level = 0.9)
    {
        ArgumentNullException.ThrowIfNull(scored);
        CustomerSummary[] customers = scored.Summaries.Customers;
        SegmentValues? values = SegmentValues.Of(scored);
        Money all = Money.Zero;
        foreach (ref readonly CustomerSummary customer in customers.AsSpan())
            all += new Money(customer.NetMoney);
        List<SegmentTotal> totals = [];
        for (int scheme = 0; scheme < scored.Schemes.Count; scheme++)
        {
            IReadOnlyList<SegmentDefinition> segments = scored.Schemes[scheme].Segments;
            var sums = new Sum[segments.Count];
            for (int i = 0; i < customers.Length; i++)
                sums[scored.Segments[scheme][i]].Add(customers[i].NetMoney, scored.Clv[i]);
            for (int s = 0; s < sums.Length; s++)
            {
                totals.Add(new SegmentTotal(
                    scored.Schemes[scheme].Name,
                    segments[s].Code,
                    sums[s].Customers,
                    customers.Length == 0 ? 0 : (double)sums[s].Customers / customers.Length,
                    sums[s].Revenue,
                    all == Money.Zero ? 0 : sums[s].Revenue.ToDouble() / all.ToDouble(),
                    sums[s].MeanClv,
                    sums[s].Predicted == 0 ? null : values?.Interval(scheme, s, sums[s].Clv, level)));
            }
        }
        return totals;
    }

    private struct Sum
    {
        public double Clv { get; private set; }

        public int Predicted { get; private set; }

        public int Customers { get; private set; }

        public Money Revenue { get; private set; }

        public readonly double MeanClv => Predicted == 0 ? double.NaN : Clv / Predicted;

        public void Add(long netMoney, in ClvEstimate clv)
        {
            Customers++;
            Revenue += new Money(netMoney);
            if (!clv.IsKnown)
                return;
            Clv += clv.Predicted;
            Predicted++;
        }
    }
}
