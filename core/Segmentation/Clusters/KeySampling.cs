namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>Chooses customers by their keys, so that the same customers are chosen whatever order the rows come in.</summary>
internal static class KeySampling
{
    /// <summary>About <paramref name="size"/> rows in an order fixed by keys and features; all rows where there are no more.</summary>
    public static int[] Sample(ReadOnlySpan<ulong> keys, FeatureMatrix matrix, int size, int seed)
    {
        List<(ulong Hash, int Row)> chosen = new(Math.Min(size * 2, keys.Length));
        ulong below = keys.Length <= size ? ulong.MaxValue : (ulong)(((UInt128)size << 64) / (UInt128)(uint)keys.Length);
        Collect(keys, seed, below, chosen);
        if (chosen.Count < Math.Min(keys.Length, size / 2))
        {
            chosen.Clear();
            Collect(keys, seed, ulong.MaxValue, chosen);
        }
        chosen.Sort((x, y) => x.Hash != y.Hash ? x.Hash.CompareTo(y.Hash) : matrix.Compare(x.Row, y.Row));
        return [.. chosen.Select(c => c.Row)];
    }

    /// <summary>
    /// The rows of <paramref name="batches"/> batches of about <paramref name="size"/> rows. Which rows are in a batch depends on keys
    /// alone; their order within it does not matter to exact sums.
    /// </summary>
    public static IReadOnlyList<List<int>> Batches(ReadOnlySpan<ulong> keys, int size, int batches, int seed)
    {
        ulong all = (ulong)Math.Max(batches, keys.Length / size);
        List<int>[] rows = [.. Enumerable.Range(0, batches).Select(_ => new List<int>(size + (size / 8)))];
        for (int i = 0; i < keys.Length; i++)
        {
            ulong batch = Math.BigMul(SplitMix.Mix(keys[i], (ulong)seed + 1), all, out _);
            if (batch < (ulong)batches)
                rows[batch].Add(i);
        }
        return rows;
    }

    private static void Collect(ReadOnlySpan<ulong> keys, int seed, ulong below, List<(ulong, int)> chosen)
    {
        for (int i = 0; i < keys.Length; i++)
            if (SplitMix.Mix(keys[i], (ulong)seed) is var hash && hash <= below)
                chosen.Add((hash, i));
    }
}
