using ServerlessSeg.Core.Clv.Spending;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// (x, mean value of the repeat purchases) of the customers that the Gamma-Gamma model is about: x above 0 and value above 0. Ordered by
/// x and value whatever the order of the input; equal rows share one weight. Immutable.
/// </summary>
public sealed class SpendData
{
    private readonly int[] frequency;
    private readonly double[] meanValue;
    private readonly double[] weight;

    private SpendData(int[] frequency, double[] meanValue, double[] weight, double excluded)
    {
        this.frequency = frequency;
        this.meanValue = meanValue;
        this.weight = weight;
        Excluded = excluded;
        for (int i = 0; i < weight.Length; i++)
        {
            Customers += weight[i];
            Purchases += weight[i] * frequency[i];
            TotalValue += weight[i] * frequency[i] * meanValue[i];
            TotalOfMeans += weight[i] * meanValue[i];
        }
    }

    /// <summary>Customers that count, or the sum of their weights.</summary>
    public double Customers { get; }

    /// <summary>Customers left out, since they have no repeat purchase or no positive mean.</summary>
    public double Excluded { get; }

    /// <summary>Σ x.</summary>
    public double Purchases { get; }

    /// <summary>Σ x · mean value.</summary>
    public double TotalValue { get; }

    /// <summary>Σ mean value.</summary>
    public double TotalOfMeans { get; }

    /// <summary>Distinct rows.</summary>
    public int Rows => weight.Length;

    /// <summary>x of each row, never decreasing.</summary>
    public ReadOnlySpan<int> Frequency => frequency;

    /// <summary>Mean repeat value of each row, rising within one x.</summary>
    public ReadOnlySpan<double> MeanValue => meanValue;

    /// <summary>Customers of each row.</summary>
    public ReadOnlySpan<double> Weight => weight;

    /// <summary>One row a customer.</summary>
    /// <param name="frequency">x, the repeat purchases.</param>
    /// <param name="meanRepeatValue">Mean value of those purchases; rows where it is not above 0 or not finite are left out.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static SpendData FromCustomers(ReadOnlySpan<int> frequency, ReadOnlySpan<double> meanRepeatValue) => FromWeighted(frequency, meanRepeatValue, []);

    /// <summary>Rows that each stand for several customers.</summary>
    /// <param name="frequency">x, the repeat purchases.</param>
    /// <param name="meanRepeatValue">Mean value of those purchases.</param>
    /// <param name="weight">Customers of each row; empty for one each.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a weight is negative or not finite.</exception>
    public static SpendData FromWeighted(ReadOnlySpan<int> frequency, ReadOnlySpan<double> meanRepeatValue, ReadOnlySpan<double> weight)
    {
        if (frequency.Length != meanRepeatValue.Length || (!weight.IsEmpty && weight.Length != frequency.Length))
            throw new ArgumentException("Frequency, mean value and weight are needed for every row.", nameof(meanRepeatValue));
        int eligible = 0;
        double excluded = 0;
        for (int i = 0; i < frequency.Length; i++)
        {
            double w = weight.IsEmpty ? 1 : weight[i];
            if (!(w >= 0) || !double.IsFinite(w))
                throw new ArgumentException($"The weight of row {i} is negative or not finite.", nameof(weight));
            if (!IsEligible(frequency[i], meanRepeatValue[i]))
            {
                excluded += w;
                continue;
            }
            eligible++;
        }
        var keys = new (int X, double Value)[eligible];
        var weights = new double[eligible];
        for (int i = 0, to = 0; i < frequency.Length; i++)
        {
            if (IsEligible(frequency[i], meanRepeatValue[i]))
                (keys[to], weights[to++]) = ((frequency[i], meanRepeatValue[i]), weight.IsEmpty ? 1 : weight[i]);
        }
        return Merge(keys, weights, excluded);
    }

    private static bool IsEligible(int frequency, double value) => frequency > 0 && value > 0 && double.IsFinite(value);

    private static SpendData Merge((int X, double Value)[] keys, double[] weights, double excluded)
    {
        SpendOrder.Sort(keys, weights);
        int distinct = 0;
        for (int i = 0; i < keys.Length; i++)
            distinct += i == 0 || keys[i] != keys[i - 1] ? 1 : 0;
        var frequency = new int[distinct];
        var value = new double[distinct];
        var weight = new double[distinct];
        int to = -1;
        for (int i = 0; i < keys.Length; i++)
        {
            if (i == 0 || keys[i] != keys[i - 1])
                (frequency[++to], value[to]) = keys[i];
            weight[to] += weights[i];
        }
        return new SpendData(frequency, value, weight, excluded);
    }
}
