using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>
/// Mean silhouette (Rousseeuw 1987): for each point (b − a) ÷ max(a, b), where a is the mean distance to its own cluster's other points
/// and b the least mean distance to another cluster's; 0 for a point alone in its cluster.
/// </summary>
internal static class Silhouette
{
    /// <summary>The mean over all rows of a small sample, between −1 and 1; 0 with fewer than two clusters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Mean(FeatureMatrix sample, double[][] centres)
    {
        int[] labels = new int[sample.Rows];
        int[] sizes = new int[centres.Length];
        for (int i = 0; i < labels.Length; i++)
            sizes[labels[i] = Nearest(sample, i, centres)]++;
        if (sizes.Count(s => s > 0) < 2)
            return 0;
        double total = 0;
        double[] distances = new double[centres.Length], squares = new double[sample.Rows];
        for (int i = 0; i < labels.Length; i++)
        {
            if (sizes[labels[i]] == 1)
                continue;
            Array.Clear(distances);
            Array.Clear(squares);
            for (int f = 0; f < sample.Features; f++)
            {
                ReadOnlySpan<float> column = sample.Column(f);
                for (int j = 0; j < squares.Length; j++)
                    squares[j] += (column[j] - column[i]) * (column[j] - column[i]);
            }
            for (int j = 0; j < squares.Length; j++)
                distances[labels[j]] += Math.Sqrt(squares[j]);
            double own = distances[labels[i]] / (sizes[labels[i]] - 1), other = double.PositiveInfinity;
            for (int c = 0; c < sizes.Length; c++)
                if (c != labels[i] && sizes[c] > 0)
                    other = Math.Min(other, distances[c] / sizes[c]);
            double larger = Math.Max(own, other);
            total += larger == 0 ? 0 : (other - own) / larger;
        }
        return total / labels.Length;
    }

    private static int Nearest(FeatureMatrix sample, int row, double[][] centres)
    {
        int chosen = 0;
        for (int c = 1; c < centres.Length; c++)
            if (sample.SquaredDistance(row, centres[c]) < sample.SquaredDistance(row, centres[chosen]))
                chosen = c;
        return chosen;
    }
}
