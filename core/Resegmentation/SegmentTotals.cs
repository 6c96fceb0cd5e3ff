using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Adds up the segments of a scored base. The sums over a scheme's segments are those of the ledger, to the last digit.</summary>
public static class SegmentTotals
{
    /// <summary>The totals of every scheme, in the order of schemes and segments; segments without customers are listed too.</summary>
    public static IReadOnlyList<SegmentTotal> Of(ScoredBase scored)
    {
        ArgumentNullException.ThrowIfNull(scored);
        CustomerSummary[] customers = scored.Summaries.Customers;
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
                    sums[s].MeanClv));
            }
        }
        return totals;
    }

    private struct Sum
    {
        private double _clv;
        private int _predicted;

        public int Customers { get; private set; }

        public Money Revenue { get; private set; }

        public readonly double MeanClv => _predicted == 0 ? double.NaN : _clv / _predicted;

        public void Add(long netMoney, in ClvEstimate clv)
        {
            Customers++;
            Revenue += new Money(netMoney);
            if (!clv.IsKnown)
                return;
            _clv += clv.Predicted;
            _predicted++;
        }
    }
}
