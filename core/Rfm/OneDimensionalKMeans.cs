namespace ServerlessSeg.Core.Rfm;

/// <summary>
/// Optimal k-means of one-dimensional values by dynamic programming (Wang &amp; Song 2011, "Ckmeans.1d.dp"), with the
/// monotone choice of the last cluster's start searched by divide and conquer. Bases with more distinct values than
/// <see cref="MaxGroups"/> are first put into that many groups of about equally many customers, never parting equal values, and
/// the result is improved by Lloyd's iterations over all values.
/// </summary>
internal static class OneDimensionalKMeans
{
    /// <summary>The most distinct positions that the exact search works on.</summary>
    public const int MaxGroups = 4096;

    /// <summary>
    /// Cut points between k clusters: each the largest value of a cluster but the last. With fewer distinct values than
    /// clusters the lowest cut point is repeated, so the best cluster keeps the top score and inner levels stay empty.
    /// </summary>
    public static double[] CutPoints(ValueDistribution @base, int k)
    {
        List<Group> groups = Compress(@base, MaxGroups);
        int clusters = Math.Min(k, groups.Count);
        int[] starts = Starts(groups, clusters);
        if (groups.Count < @base.Values.Length)
        {
            List<Group> all = Compress(@base, int.MaxValue);
            for (int c = 1; c < clusters; c++)
                starts[c] = FirstAbove(all, groups[starts[c] - 1].Largest);
            Improve(all, starts);
            groups = all;
        }
        double[] cuts = new double[k - 1];
        for (int i = 0; i < cuts.Length; i++)
        {
            int cluster = Math.Max(1, i + 1 - (k - clusters));
            cuts[i] = clusters == 1 ? @base.Max : groups[starts[cluster] - 1].Largest;
        }
        return cuts;
    }

    private static List<Group> Compress(ValueDistribution @base, int most)
    {
        List<Group> groups = new(Math.Min(most, @base.Values.Length));
        double weight = 0, sum = 0, squares = 0;
        double shift = @base.OrderStatistic(@base.Count / 2);
        bool all = @base.Values.Length <= most;
        for (int i = 0; i < @base.Values.Length; i++)
        {
            double count = @base.CountAt(i), centred = @base.Values[i] - shift;
            weight += count;
            sum += count * centred;
            squares += count * centred * centred;
            long share = (groups.Count + 1) * @base.Count / most;
            if (!all && i < @base.Values.Length - 1 && @base.CumulativeCounts[i] < share)
                continue;
            Group before = groups.Count == 0 ? default : groups[^1];
            groups.Add(new Group(@base.Values[i], before.Weight + weight, before.Sum + sum, before.Squares + squares, shift));
            weight = sum = squares = 0;
        }
        return groups;
    }

    private static void Improve(List<Group> values, int[] starts)
    {
        for (bool moved = true; moved;)
        {
            moved = false;
            double before = Total(values, starts);
            int[] next = [.. starts];
            for (int c = 1; c < starts.Length; c++)
            {
                int end = c + 1 < starts.Length ? starts[c + 1] : values.Count;
                double middle = (Mean(values, starts[c - 1], starts[c]) + Mean(values, starts[c], end)) / 2;
                next[c] = FirstAbove(values, middle);
            }
            if (next.Zip(next.Skip(1)).All(p => p.First < p.Second) && next[^1] < values.Count && Total(values, next) < before)
            {
                next.CopyTo(starts, 0);
                moved = true;
            }
        }
    }

    private static double Total(List<Group> values, int[] starts)
    {
        double total = 0;
        for (int c = 0; c < starts.Length; c++)
            total += Cost(values, starts[c], (c + 1 < starts.Length ? starts[c + 1] : values.Count) - 1);
        return total;
    }

    private static double Mean(List<Group> values, int from, int end)
    {
        Group before = from == 0 ? default : values[from - 1], last = values[end - 1];
        return ((last.Sum - before.Sum) / (last.Weight - before.Weight)) + values[0].Shift;
    }

    private static int FirstAbove(List<Group> values, double limit)
    {
        int low = 0, high = values.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (values[middle].Largest > limit)
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    private static int[] Starts(List<Group> groups, int clusters)
    {
        int n = groups.Count;
        double[] best = new double[n], next = new double[n];
        int[][] choice = new int[clusters][];
        for (int i = 0; i < n; i++)
            best[i] = Cost(groups, 0, i);
        for (int c = 1; c < clusters; c++)
        {
            choice[c] = new int[n];
            Fill(groups, best, next, choice[c], c, n - 1, c, n - 1);
            (best, next) = (next, best);
        }
        int[] starts = new int[clusters];
        for (int c = clusters - 1, end = n - 1; c > 0; c--)
        {
            starts[c] = choice[c][end];
            end = starts[c] - 1;
        }
        return starts;
    }

    private static void Fill(List<Group> groups, double[] best, double[] next, int[] choice, int from, int to, int lowest, int highest)
    {
        if (from > to)
            return;
        int middle = (from + to) / 2, chosen = lowest;
        double least = double.PositiveInfinity;
        for (int start = lowest; start <= Math.Min(middle, highest); start++)
        {
            double cost = best[start - 1] + Cost(groups, start, middle);
            if (cost < least)
                (least, chosen) = (cost, start);
        }
        next[middle] = least;
        choice[middle] = chosen;
        Fill(groups, best, next, choice, from, middle - 1, lowest, chosen);
        Fill(groups, best, next, choice, middle + 1, to, chosen, highest);
    }

    private static double Cost(List<Group> groups, int from, int to)
    {
        Group before = from == 0 ? default : groups[from - 1], end = groups[to];
        double weight = end.Weight - before.Weight, sum = end.Sum - before.Sum;
        return Math.Max(0, end.Squares - before.Squares - (sum * sum / weight));
    }

    /// <summary>Running totals through a group, so that the cost of any stretch is a difference.</summary>
    private readonly record struct Group(double Largest, double Weight, double Sum, double Squares, double Shift);
}
