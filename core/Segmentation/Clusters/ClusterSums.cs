using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(FeatureMatrix matrix, int from, int to, ReadOnlySpan<float> flat)
    {
        byte[] labels = ArrayPool<byte>.Shared.Rent(to - from);
        Label(matrix, from, to, flat, labels);
        for (int i = 0; i < to - from; i++)
            counts[labels[i]]++;
        Span<double> own = stackalloc double[clusters];
        for (int f = 0; f < features; f++)
        {
            ReadOnlySpan<float> column = matrix.Column(f)[from..to];
            own.Clear();
            for (int i = 0; i < column.Length; i++)
                own[labels[i]] += column[i];
            for (int c = 0; c < clusters; c++)
                sums[(c * features) + f] += own[c];
        }
        ArrayPool<byte>.Shared.Return(labels);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Label(FeatureMatrix matrix, int from, int to, ReadOnlySpan<float> flat, Span<byte> labels)
    {
        Span<Vector<float>> centres = stackalloc Vector<float>[flat.Length];
        for (int i = 0; i < flat.Length; i++)
            centres[i] = new Vector<float>(flat[i]);
        Span<Vector<float>> point = stackalloc Vector<float>[features];
        Span<float> padded = stackalloc float[Vector<float>.Count];
        Span<int> nearest = stackalloc int[Vector<int>.Count];
        for (int i = from; i < to; i += Vector<float>.Count)
        {
            int lanes = Math.Min(Vector<float>.Count, to - i);
            for (int f = 0; f < features; f++)
            {
                scoped ReadOnlySpan<float> values = matrix.Column(f).Slice(i, lanes);
                if (lanes < padded.Length)
                {
                    values.CopyTo(padded);
                    values = padded;
                }
                point[f] = new Vector<float>(values);
            }
            Vector<float> least = new(float.PositiveInfinity);
            Vector<int> chosen = Vector<int>.Zero;
            for (int c = 0; c < clusters; c++)
            {
                Vector<float> squared = Vector<float>.Zero;
                for (int f = 0; f < features; f++)
                {
                    Vector<float> distance = point[f] - centres[(c * features) + f];
                    squared += distance * distance;
                }
                Vector<int> closer = Vector.LessThan(squared, least);
                least = Vector.ConditionalSelect(closer, squared, least);
                chosen = Vector.ConditionalSelect(closer, new Vector<int>(c), chosen);
            }
            chosen.CopyTo(nearest);
            Span<byte> block = labels.Slice(i - from, lanes);
            for (int lane = 0; lane < block.Length; lane++)
                block[lane] = (byte)nearest[lane];
        }
    }
}
