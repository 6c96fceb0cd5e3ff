namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>
/// Standard scores in columns. Each is rounded to a multiple of 2⁻¹⁶ within ±64, so that sums over fewer than 10⁹ customers are exact in
/// <see cref="double"/> whatever their order: neither the order of the rows nor the number of threads can move a centre.
/// </summary>
internal sealed class FeatureMatrix(float[][] columns, int rows)
{
    private const double Grid = 65_536;
    private const double Limit = 64;

    public int Rows => rows;

    public int Features => columns.Length;

    public ReadOnlySpan<float> Column(int feature) => columns[feature].AsSpan(0, rows);

    /// <summary>Reads the features of every buyer.</summary>
    public static FeatureMatrix Read(BaseColumns @base, IReadOnlyList<FeatureScale> scales, ParallelOptions parallel)
    {
        float[][] columns = [.. scales.Select(_ => new float[@base.Buyers])];
        const int chunk = 1 << 16;
        Parallel.For(0, (@base.Buyers + chunk - 1) / chunk, parallel, part =>
        {
            int from = part * chunk, to = Math.Min(@base.Buyers, from + chunk);
            for (int f = 0; f < columns.Length; f++)
                for (int i = from; i < to; i++)
                    columns[f][i] = (float)(Math.Round(Math.Clamp(scales[f].Standardise(Natural(@base, scales[f].Feature, i)), -Limit, Limit) * Grid) / Grid);
        });
        return new FeatureMatrix(columns, @base.Buyers);
    }

    /// <summary>The natural value of a feature of one buyer.</summary>
    public static double Natural(BaseColumns @base, ClusterFeature feature, int row) => feature switch
    {
        ClusterFeature.Recency => @base.AsOfDay - @base.LastDays[row],
        ClusterFeature.Frequency => @base.Frequencies[row],
        ClusterFeature.Monetary => @base.Monetary[row],
        ClusterFeature.Length => @base.AsOfDay - @base.FirstDays[row],
        _ => @base.Attributes[row],
    };

    /// <summary>The given rows as a matrix of their own.</summary>
    public FeatureMatrix Select(ReadOnlySpan<int> chosen)
    {
        float[][] selected = new float[columns.Length][];
        for (int f = 0; f < columns.Length; f++)
        {
            selected[f] = new float[chosen.Length];
            for (int i = 0; i < chosen.Length; i++)
                selected[f][i] = columns[f][chosen[i]];
        }
        return new FeatureMatrix(selected, chosen.Length);
    }

    /// <summary>The first rows, without copying.</summary>
    public FeatureMatrix First(int count) => new(columns, Math.Min(count, rows));

    /// <summary>The order of two rows by their features alone.</summary>
    public int Compare(int left, int right)
    {
        for (int f = 0; f < columns.Length; f++)
            if (columns[f][left].CompareTo(columns[f][right]) is var order and not 0)
                return order;
        return 0;
    }

    /// <summary>Squared distance of a row from a centre.</summary>
    public double SquaredDistance(int row, ReadOnlySpan<double> centre)
    {
        double sum = 0;
        for (int f = 0; f < columns.Length; f++)
        {
            double distance = columns[f][row] - centre[f];
            sum += distance * distance;
        }
        return sum;
    }
}
