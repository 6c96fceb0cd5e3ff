using ServerlessSeg.Core.Clv.Grouping;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// The data of a customer base: identical (x, t_x, T) merged into one group with a weight, ordered by x, then T, then t_x whatever
/// the order of the input, so that every result is the same for the same customers. Immutable.
/// </summary>
public sealed class PurchaseHistories
{
    private readonly int[] frequency;
    private readonly double[] recency;
    private readonly double[] age;
    private readonly double[] weight;
    private readonly int[] groupOfCustomer;

    internal PurchaseHistories(TimeUnit unit, GroupedRows rows, double sumLogGaps)
    {
        Unit = unit;
        (frequency, recency, age, weight, groupOfCustomer) = rows;
        SumLogGaps = sumLogGaps;
        for (int g = 0; g < weight.Length; g++)
        {
            Customers += weight[g];
            RepeatCustomers += frequency[g] > 0 ? weight[g] : 0;
            Transactions += weight[g] * frequency[g];
            TotalAge += weight[g] * age[g];
        }
    }

    /// <summary>The unit of all times.</summary>
    public TimeUnit Unit { get; }

    /// <summary>Customers, or the sum of weights.</summary>
    public double Customers { get; }

    /// <summary>Customers with x above 0.</summary>
    public double RepeatCustomers { get; }

    /// <summary>Σ x over customers.</summary>
    public double Transactions { get; }

    /// <summary>Σ T over customers.</summary>
    public double TotalAge { get; }

    /// <summary>
    /// Σ over customers of Σ ln(gap). The likelihood of an Erlang-k model depends on the gaps through this total alone, so that
    /// customers who differ in nothing else still share a group.
    /// </summary>
    public double SumLogGaps { get; }

    /// <summary>Distinct (x, t_x, T).</summary>
    public int Groups => weight.Length;

    /// <summary>x of each group, never decreasing.</summary>
    public ReadOnlySpan<int> Frequency => frequency;

    /// <summary>t_x of each group.</summary>
    public ReadOnlySpan<double> Recency => recency;

    /// <summary>T of each group, never decreasing within one x.</summary>
    public ReadOnlySpan<double> T => age;

    /// <summary>Customers in each group.</summary>
    public ReadOnlySpan<double> Weight => weight;

    /// <summary>The group of each customer, in the order of the input.</summary>
    public ReadOnlySpan<int> GroupOfCustomer => groupOfCustomer;

    /// <summary>The history that a group's customers share; <see cref="PurchaseHistory.SumLogGaps"/> is 0 as it may differ between them.</summary>
    public PurchaseHistory this[int group] => new(frequency[group], recency[group], age[group]);

    /// <summary>Groups customers whose times are whole days.</summary>
    /// <param name="frequency">x of each customer: purchase days after the first.</param>
    /// <param name="recencyDays">t_x in days; 0 when x is 0.</param>
    /// <param name="ageDays">T in days, at least t_x.</param>
    /// <param name="sumLogGapDays">Σ ln(gap in days) of each customer; empty when no Erlang-k model will be fitted.</param>
    /// <param name="unit">The unit of the models to be fitted.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a row breaks 0 ≤ t_x ≤ T, x ≥ 0, t_x = 0 when x = 0, x &lt; 2²¹, T &lt; 2²¹.</exception>
    public static PurchaseHistories FromDays(ReadOnlySpan<int> frequency, ReadOnlySpan<int> recencyDays, ReadOnlySpan<int> ageDays, ReadOnlySpan<double> sumLogGapDays, TimeUnit unit)
    {
        if (recencyDays.Length != frequency.Length || ageDays.Length != frequency.Length)
            throw new ArgumentException("Frequency, recency and age are needed for every customer.", nameof(recencyDays));
        if (!sumLogGapDays.IsEmpty && sumLogGapDays.Length != frequency.Length)
            throw new ArgumentException("Sums of log gaps are needed for every customer or for none.", nameof(sumLogGapDays));
        double days = DaysIn(unit);
        GroupedRows rows = DayGrouping.Group(frequency, recencyDays, ageDays, days);
        double sumLogGaps = OrderFreeSum.Of(sumLogGapDays);
        if (!sumLogGapDays.IsEmpty)
            sumLogGaps -= Total(frequency) * Math.Log(days);
        return new PurchaseHistories(unit, rows, sumLogGaps);
    }

    /// <summary>Groups customers whose times are already in the model's unit.</summary>
    /// <exception cref="ArgumentException">A history breaks 0 ≤ t_x ≤ T, x ≥ 0 or t_x = 0 when x = 0, or is not finite.</exception>
    public static PurchaseHistories FromHistories(IEnumerable<PurchaseHistory> histories, TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return FromWeighted(histories.Select(history => (history, 1.0)), unit);
    }

    /// <summary>Groups rows that each stand for several customers.</summary>
    /// <exception cref="ArgumentException">A history is not legal, or a weight is negative or not finite.</exception>
    public static PurchaseHistories FromWeighted(IEnumerable<(PurchaseHistory History, double Weight)> rows, TimeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(rows);
        (PurchaseHistory History, double Weight)[] all = rows.ToArray();
        var weightedGaps = new double[all.Length];
        for (int i = 0; i < all.Length; i++)
            weightedGaps[i] = all[i].Weight * all[i].History.SumLogGaps;
        return new PurchaseHistories(unit, HistoryGrouping.Group(all), OrderFreeSum.Of(weightedGaps));
    }

    /// <summary>Days in one unit.</summary>
    public static double DaysIn(TimeUnit unit) => unit switch
    {
        TimeUnit.Day => 1,
        TimeUnit.Week => 7,
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };

    private static long Total(ReadOnlySpan<int> values)
    {
        long total = 0;
        foreach (int value in values)
            total += value;
        return total;
    }
}
