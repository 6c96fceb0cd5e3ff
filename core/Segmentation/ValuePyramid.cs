using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>The customer pyramid: how much of the revenue each layer of buyers brings, from the few best downwards.</summary>
/// <param name="Layers">From the top.</param>
public sealed record ValuePyramid(IReadOnlyList<PyramidLayer> Layers)
{
    /// <summary>The usual layers: the top 1 %, the next 4 %, the next 15 %, the rest.</summary>
    public static IReadOnlyList<double> UsualShares { get; } = [0.01, 0.05, 0.2, 1];

    /// <summary>
    /// Builds the pyramid. A layer ends at rank ⌈share × n⌉; equal customers bring equal money, so where ties are cut does not matter
    /// to the figures. The layers' customers and money add up exactly to those of the base.
    /// </summary>
    /// <param name="netMoney">Net money of every buyer in currency units.</param>
    /// <param name="shares">Rising cumulative shares of buyers, above 0, the last 1.</param>
    /// <exception cref="ArgumentException">The shares do not rise to 1.</exception>
    public static ValuePyramid Build(ValueDistribution netMoney, IReadOnlyList<double> shares)
    {
        ArgumentNullException.ThrowIfNull(netMoney);
        ArgumentNullException.ThrowIfNull(shares);
        if (shares.Count == 0 || shares[0] <= 0 || shares[^1] != 1 || shares.Zip(shares.Skip(1)).Any(p => p.First >= p.Second))
            throw new ArgumentException("Shares rise from above 0 to 1.", nameof(shares));
        List<PyramidLayer> layers = [];
        Int128 total = 0;
        for (int i = 0; i < netMoney.Values.Length; i++)
            total += Exact(netMoney.Values[i]) * netMoney.CountAt(i);
        long rank = 0;
        int at = netMoney.Values.Length - 1;
        long left = at < 0 ? 0 : netMoney.CountAt(at);
        foreach (double share in shares)
        {
            long end = (long)Math.Ceiling((decimal)share * netMoney.Count), customers = end - rank;
            Int128 money = 0;
            while (rank < end)
            {
                long taken = Math.Min(left, end - rank);
                money += Exact(netMoney.Values[at]) * taken;
                (rank, left) = (rank + taken, left - taken);
                if (left == 0 && at > 0)
                    left = netMoney.CountAt(--at);
            }
            layers.Add(new PyramidLayer(
                share,
                customers,
                new Money(money),
                netMoney.Count == 0 ? 0 : (double)customers / netMoney.Count,
                total == 0 ? 0 : (double)money / (double)total));
        }
        return new ValuePyramid(layers);
    }

    private static Int128 Exact(double value) => (Int128)Math.Round(value * Money.Scale);
}

/// <summary>One layer of the pyramid.</summary>
/// <param name="ThroughShare">Cumulative share of buyers down to the layer's end.</param>
/// <param name="Customers">Buyers in the layer.</param>
/// <param name="NetMoney">What they bring.</param>
/// <param name="CustomerShare">Their share of all buyers.</param>
/// <param name="RevenueShare">Their share of all net money; above 1 in sum where others bring less than nothing.</param>
public sealed record PyramidLayer(double ThroughShare, long Customers, Money NetMoney, double CustomerShare, double RevenueShare);
