using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>Finds clusters over a base. The result depends on neither the order of the rows nor the number of threads.</summary>
public static class ClusterFitting
{
    private const int SilhouetteSample = 1500;

    /// <summary>Finds clusters.</summary>
    /// <param name="options">Options without errors.</param>
    /// <param name="base">The whole base.</param>
    /// <param name="previous">The clusters of the run before, for stable names and a stable number of clusters; null for none.</param>
    /// <param name="parallelism">Threads, 1 or more; −1 for as many as there are processors.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public static ClusterModel Fit(
        ClusterOptions options, BaseStatistics @base, ClusterModel? previous = null, int parallelism = -1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(@base);
        FeatureScale[] scales = [.. options.Features.Select(f => FeatureScale.Fit(f, Distribution(f, @base)))];
        if (@base.Columns.Buyers == 0)
            return new ClusterModel(scales, [], 0, []) { Attribute = options.Attribute };
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellation };
        FeatureMatrix matrix = FeatureMatrix.Read(@base.Columns, scales, parallel);
        if (previous is not null && (!previous.Scales.Select(s => s.Feature).SequenceEqual(options.Features) || previous.Attribute != options.Attribute))
            previous = null;

        FeatureMatrix sample = matrix.Select(KeySampling.Sample(@base.Columns.Keys, matrix, options.SampleSize, options.Seed));
        (double[][] centres, IReadOnlyList<TriedClusters> tried) = Choose(options, sample, previous?.Clusters.Count, parallel);
        double silhouette = tried.FirstOrDefault(t => t.Clusters == centres.Length)?.Silhouette ?? 0;
        if (matrix.Rows > options.MiniBatchAbove)
            KMeans.MoveByBatches(matrix, @base.Columns.Keys, centres, options.Seed, parallel);
        else
            KMeans.Move(matrix, centres, options.MaxIterations, parallel);
        return new ClusterModel(scales, Describe(matrix, centres, scales, previous, parallel), silhouette, tried) { Attribute = options.Attribute };
    }

    private static (double[][] Centres, IReadOnlyList<TriedClusters> Tried) Choose(ClusterOptions options, FeatureMatrix sample, int? before, ParallelOptions parallel)
    {
        int from = options.Clusters ?? options.MinClusters, to = options.Clusters ?? options.MaxClusters;
        double[][][] found = new double[to - from + 1][][];
        double[] silhouettes = new double[found.Length];
        Parallel.For(0, found.Length, parallel, i =>
        {
            found[i] = KMeans.Start(sample, from + i, options.Starts, options.Seed, parallel.CancellationToken);
            silhouettes[i] = Silhouette.Mean(sample.First(SilhouetteSample), found[i]);
        });
        int best = 0;
        for (int i = 1; i < found.Length; i++)
            if (silhouettes[i] > silhouettes[best])
                best = i;
        int kept = before is { } count ? Array.FindIndex(found, f => f.Length == count) : -1;
        if (kept >= 0 && silhouettes[best] <= silhouettes[kept] + options.ChangeOnlyIfBetterBy)
            best = kept;
        return (found[best], [.. found.Select((f, i) => new TriedClusters(f.Length, silhouettes[i])).DistinctBy(t => t.Clusters)]);
    }

    private static Cluster[] Describe(FeatureMatrix matrix, double[][] centres, FeatureScale[] scales, ClusterModel? previous, ParallelOptions parallel)
    {
        ClusterFeature[] features = [.. scales.Select(s => s.Feature)];
        centres = [.. centres.OrderByDescending(c => ClusterNaming.Value(c, features)).ThenBy(c => c[0])];
        SegmentDefinition?[] given = new SegmentDefinition?[centres.Length];
        if (previous is not null)
        {
            double[][] earlier = [.. previous.Clusters.Select(c => scales.Select((s, f) => s.Standardise(c.Typical[f])).ToArray())];
            int[] matched = ClusterMatching.Match(centres, earlier);
            for (int c = 0; c < given.Length; c++)
                given[c] = matched[c] < 0 ? null : previous.Clusters[matched[c]].Name;
        }
        SegmentDefinition[] names = ClusterNaming.Name(centres, features, given);
        ClusterSums sums = ClusterSums.Of(matrix, centres, parallel);
        return [.. centres.Select((centre, c) => new Cluster(names[c], centre, [.. centre.Select((score, f) => scales[f].Natural(score))], sums.Count(c)))];
    }

    private static ValueDistribution Distribution(ClusterFeature feature, BaseStatistics @base)
    {
        if (feature == ClusterFeature.Recency)
            return @base.Recency;
        if (feature == ClusterFeature.Frequency)
            return @base.Frequency;
        if (feature == ClusterFeature.Monetary)
            return @base.Monetary;
        List<double> values = new(@base.Columns.Buyers);
        for (int i = 0; i < @base.Columns.Buyers; i++)
            if (FeatureMatrix.Natural(@base.Columns, feature, i) is var value && !double.IsNaN(value))
                values.Add(value);
        return ValueDistribution.Of(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
    }
}
