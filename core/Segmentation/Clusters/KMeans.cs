namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>k-means: starts by k-means++ (Arthur &amp; Vassilvitskii 2007), Lloyd's iterations, and mini-batches (Sculley 2010) for large bases.</summary>
internal static class KMeans
{
    private const int SampleIterations = 40;
    private const double Still = 1e-3;
    private const int BatchSize = 20_000;
    private const int MaxBatches = 60;

    /// <summary>The best of several starts on a sample. Fewer centres than asked for where the sample has fewer distinct points.</summary>
    public static double[][] Start(FeatureMatrix sample, int clusters, int starts, int seed, CancellationToken cancellation)
    {
        double[][] best = [];
        double least = double.PositiveInfinity;
        ParallelOptions alone = new() { MaxDegreeOfParallelism = 1, CancellationToken = cancellation };
        for (int start = 0; start < starts; start++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[][] centres = Spread(sample, clusters, new SplitMix(SplitMix.Mix((ulong)seed, ((ulong)clusters * 1000) + (ulong)start)));
            Move(sample, centres, SampleIterations, alone);
            double error = SquaredError(sample, centres);
            if (error < least)
                (least, best) = (error, centres);
        }
        return best;
    }

    /// <summary>Moves centres to the means of their customers until none moves further than a thousandth of a standard deviation.</summary>
    public static void Move(FeatureMatrix matrix, double[][] centres, int iterations, ParallelOptions parallel)
    {
        for (int i = 0; i < iterations; i++)
        {
            ClusterSums sums = ClusterSums.Of(matrix, centres, parallel);
            double furthest = 0;
            for (int c = 0; c < centres.Length; c++)
                for (int f = 0; f < matrix.Features && sums.Count(c) > 0; f++)
                {
                    double next = sums.Mean(c, f);
                    furthest = Math.Max(furthest, Math.Abs(next - centres[c][f]));
                    centres[c][f] = next;
                }
            if (furthest < Still)
                return;
        }
    }

    /// <summary>Moves centres by mini-batches chosen by key, each centre by the batch's share of all customers it has seen.</summary>
    public static void MoveByBatches(FeatureMatrix matrix, ReadOnlySpan<ulong> keys, double[][] centres, int seed, ParallelOptions parallel)
    {
        long[] seen = new long[centres.Length];
        foreach (List<int> rows in KeySampling.Batches(keys, BatchSize, MaxBatches, seed))
        {
            ClusterSums sums = ClusterSums.Of(matrix.Select(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows)), centres, parallel);
            for (int c = 0; c < centres.Length; c++)
            {
                if (sums.Count(c) == 0)
                    continue;
                seen[c] += sums.Count(c);
                for (int f = 0; f < matrix.Features; f++)
                    centres[c][f] += (sums.Mean(c, f) - centres[c][f]) * sums.Count(c) / seen[c];
            }
        }
    }

    private static double[][] Spread(FeatureMatrix sample, int clusters, SplitMix random)
    {
        List<double[]> centres = [Row(sample, (int)(random.NextDouble() * sample.Rows))];
        double[] nearest = new double[sample.Rows];
        Array.Fill(nearest, double.PositiveInfinity);
        while (centres.Count < clusters)
        {
            double total = 0;
            for (int i = 0; i < nearest.Length; i++)
            {
                nearest[i] = Math.Min(nearest[i], sample.SquaredDistance(i, centres[^1]));
                total += nearest[i];
            }
            if (total == 0)
                break;
            double target = random.NextDouble() * total;
            int chosen = 0;
            for (double passed = nearest[0]; passed <= target && chosen < nearest.Length - 1; passed += nearest[chosen])
                chosen++;
            centres.Add(Row(sample, chosen));
        }
        return [.. centres];
    }

    private static double[] Row(FeatureMatrix matrix, int row)
    {
        double[] values = new double[matrix.Features];
        for (int f = 0; f < values.Length; f++)
            values[f] = matrix.Column(f)[row];
        return values;
    }

    private static double SquaredError(FeatureMatrix matrix, double[][] centres)
    {
        double total = 0;
        for (int i = 0; i < matrix.Rows; i++)
        {
            double least = double.PositiveInfinity;
            foreach (double[] centre in centres)
                least = Math.Min(least, matrix.SquaredDistance(i, centre));
            total += least;
        }
        return total;
    }
}
