namespace ServerlessSeg.Core.Clv.Spending;

/// <summary>Orders (x, value) rows: customers are dealt by x first, since values then sort as plain numbers.</summary>
internal static class SpendOrder
{
    public static void Sort((int X, double Value)[] keys, double[] weights)
    {
        var counts = new SortedDictionary<int, int>();
        foreach ((int x, _) in keys)
            counts[x] = counts.GetValueOrDefault(x) + 1;
        var next = new Dictionary<int, int>(counts.Count);
        int start = 0;
        foreach ((int x, int count) in counts)
        {
            next[x] = start;
            start += count;
        }
        var values = new double[keys.Length];
        var dealt = new double[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            int to = next[keys[i].X]++;
            (values[to], dealt[to]) = (keys[i].Value, weights[i]);
        }
        start = 0;
        foreach ((int x, int count) in counts)
        {
            values.AsSpan(start, count).Sort(dealt.AsSpan(start, count));
            for (int i = start; i < start + count; i++)
                keys[i] = (x, values[i]);
            start += count;
        }
        dealt.CopyTo(weights, 0);
    }
}
