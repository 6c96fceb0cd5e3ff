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
        var rows = new List<(int X, double Value, double Weight)>(frequency.Length);
        double excluded = 0;
        for (int i = 0; i < frequency.Length; i++)
        {
            double w = weight.IsEmpty ? 1 : weight[i];
            if (!(w >= 0) || !double.IsFinite(w))
                throw new ArgumentException($"The weight of row {i} is negative or not finite.", nameof(weight));
            if (frequency[i] > 0 && meanRepeatValue[i] > 0 && double.IsFinite(meanRepeatValue[i]))
                rows.Add((frequency[i], meanRepeatValue[i], w));
            else
                excluded += w;
        }
        return Merge(rows, excluded);
    }

    private static SpendData Merge(List<(int X, double Value, double Weight)> rows, double excluded)
    {
        rows.Sort();
        int distinct = 0;
        for (int i = 0; i < rows.Count; i++)
            distinct += IsNew(rows, i) ? 1 : 0;
        var data = new SpendData(new int[distinct], new double[distinct], new double[distinct], excluded);
        int to = -1;
        for (int i = 0; i < rows.Count; i++)
        {
            if (IsNew(rows, i))
                (data.frequency[++to], data.meanValue[to]) = (rows[i].X, rows[i].Value);
            data.weight[to] += rows[i].Weight;
        }
        return new SpendData(data.frequency, data.meanValue, data.weight, excluded);
    }

    private static bool IsNew(List<(int X, double Value, double Weight)> rows, int i) =>
        i == 0 || rows[i].X != rows[i - 1].X || rows[i].Value != rows[i - 1].Value;
}
