namespace ServerlessSeg.Core.Evaluation;

/// <summary>Measures that look at the order of predictions only. Ties are shared, never broken by position.</summary>
public static class Ranking
{
    /// <summary>The rank of every value from 1, equal values sharing the mean of their ranks.</summary>
    public static double[] MeanRanks(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        int[] order = new int[values.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);
        double[] ranks = new double[values.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start];)
                end++;
            for (int i = start; i < end; i++)
                ranks[order[i]] = (start + 1 + end) / 2.0;
        }
        return ranks;
    }

    /// <summary>Spearman's correlation: Pearson's of the mean ranks. NaN where either side is constant.</summary>
    public static double SpearmanCorrelation(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double[] a = MeanRanks(first), b = MeanRanks(second);
        double mean = (a.Length + 1) / 2.0, ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += (a[i] - mean) * (b[i] - mean);
            aa += (a[i] - mean) * (a[i] - mean);
            bb += (b[i] - mean) * (b[i] - mean);
        }
        return aa == 0 || bb == 0 ? double.NaN : ab / Math.Sqrt(aa * bb);
    }

    /// <summary>Share of the total of <paramref name="actual"/> held by the top <paramref name="share"/> of customers by <paramref name="predicted"/>; NaN where the total is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is outside (0, 1].</exception>
    public static double TopShare(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual, double share)
    {
        if (!(share > 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share must be in (0, 1].");
        double[] keys = predicted.ToArray(), values = actual.ToArray();
        Array.Sort(keys, values);
        double wanted = share * keys.Length, taken = 0, sum = 0, total = 0;
        foreach (double value in values)
            total += value;
        for (int end = keys.Length, start; end > 0 && taken < wanted; end = start)
        {
            double group = 0;
            for (start = end; start > 0 && keys[start - 1] == keys[end - 1];)
                group += values[--start];
            double fraction = Math.Min(1, (wanted - taken) / (end - start));
            sum += fraction * group;
            taken += end - start;
        }
        return total == 0 ? double.NaN : sum / total;
    }

    /// <summary>
    /// Area under the receiver operating characteristic: the probability that a random positive has a higher score than a random
    /// negative, a tie counting one half. NaN where one of the two classes is empty.
    /// </summary>
    public static double AreaUnderCurve(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        double[] ranks = MeanRanks(scores);
        double positives = 0, rankSum = 0;
        for (int i = 0; i < ranks.Length; i++)
        {
            if (positive[i])
            {
                positives++;
                rankSum += ranks[i];
            }
        }
        double negatives = ranks.Length - positives;
        return positives == 0 || negatives == 0 ? double.NaN : (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
    }
}
