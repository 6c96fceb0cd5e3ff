using System.Numerics;
using System.Runtime.InteropServices;

namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>Puts customers to their nearest centres and adds them up: the inner loop of k-means, over points in SIMD lanes.</summary>
internal sealed class ClusterSums(int clusters, int features)
{
    private const int Chunk = 1 << 15;
    private readonly double[] sums = new double[clusters * features];
    private readonly long[] counts = new long[clusters];

    public long Count(int cluster) => counts[cluster];

    /// <summary>Mean of a feature over a cluster that is not empty.</summary>
    public double Mean(int cluster, int feature) => sums[(cluster * features) + feature] / counts[cluster];

    /// <summary>Adds up every row at its nearest centre; the lower number wins a tie.</summary>
    public static ClusterSums Of(FeatureMatrix matrix, double[][] centres, ParallelOptions parallel)
    {
        ClusterSums total = new(centres.Length, matrix.Features);
        float[] flat = [.. centres.SelectMany(c => c.Select(v => (float)v))];
        int parts = (matrix.Rows + Chunk - 1) / Chunk;
        if (parts <= 1)
        {
            total.Add(matrix, 0, matrix.Rows, flat);
            return total;
        }
        Parallel.For(0, parts, parallel, () => new ClusterSums(centres.Length, matrix.Features), (part, _, own) =>
        {
            own.Add(matrix, part * Chunk, Math.Min(matrix.Rows, (part + 1) * Chunk), flat);
            return own;
        }, own =>
        {
            lock (total)
                total.Merge(own);
        });
        return total;
    }

    private void Merge(ClusterSums other)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] += other.sums[i];
        for (int i = 0; i < counts.Length; i++)
            counts[i] += other.counts[i];
    }

    private void Add(FeatureMatrix matrix, int from, int to, ReadOnlySpan<float> centres)
    {
        Span<int> nearest = stackalloc int[Vector<int>.Count];
        int i = from;
        for (; i + Vector<float>.Count <= to; i += Vector<float>.Count)
        {
            Vector<float> least = new(float.PositiveInfinity);
            Vector<int> chosen = Vector<int>.Zero;
            for (int c = 0; c < clusters; c++)
            {
                Vector<float> squared = Vector<float>.Zero;
                for (int f = 0; f < features; f++)
                {
                    Vector<float> distance = new Vector<float>(matrix.Column(f)[i..]) - new Vector<float>(centres[(c * features) + f]);
                    squared += distance * distance;
                }
                Vector<int> closer = Vector.LessThan(squared, least);
                least = Vector.ConditionalSelect(closer, squared, least);
                chosen = Vector.ConditionalSelect(closer, new Vector<int>(c), chosen);
            }
            chosen.CopyTo(nearest);
            for (int lane = 0; lane < nearest.Length; lane++)
                Add(matrix, i + lane, nearest[lane]);
        }
        for (; i < to; i++)
            Add(matrix, i, Nearest(matrix, i, centres));
    }

    private int Nearest(FeatureMatrix matrix, int row, ReadOnlySpan<float> centres)
    {
        int chosen = 0;
        float least = float.PositiveInfinity;
        for (int c = 0; c < clusters; c++)
        {
            float squared = 0;
            for (int f = 0; f < features; f++)
            {
                float distance = matrix.Column(f)[row] - centres[(c * features) + f];
                squared += distance * distance;
            }
            if (squared < least)
                (least, chosen) = (squared, c);
        }
        return chosen;
    }

    private void Add(FeatureMatrix matrix, int row, int cluster)
    {
        counts[cluster]++;
        ref double sum = ref MemoryMarshal.GetArrayDataReference(sums);
        for (int f = 0; f < features; f++)
            System.Runtime.CompilerServices.Unsafe.Add(ref sum, (cluster * features) + f) += matrix.Column(f)[row];
    }
}
