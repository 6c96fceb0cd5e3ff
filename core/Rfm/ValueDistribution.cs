namespace ServerlessSeg.Core.Rfm;

/// <summary>
/// How often each value occurs in the base: distinct values ascending with their counts. It is exact, does not depend on
/// the order of the values, and distributions of parts of the base merge into that of the whole. Immutable and thread-safe.
/// </summary>
public sealed class ValueDistribution
{
    private const int MaxCounters = 1 << 20;

    private readonly double[] values;
    private readonly long[] through;

    private ValueDistribution(double[] values, long[] through)
    {
        this.values = values;
        this.through = through;
    }

    /// <summary>Values counted, with repetition.</summary>
    public long Count => through.Length == 0 ? 0 : through[^1];

    /// <summary>Distinct values, ascending.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>For each distinct value, how many values are at most as large.</summary>
    public ReadOnlySpan<long> CumulativeCounts => through;

    /// <summary>The smallest value.</summary>
    /// <exception cref="InvalidOperationException">The distribution is empty.</exception>
    public double Min => Count == 0 ? throw Empty() : values[0];

    /// <summary>The largest value.</summary>
    /// <exception cref="InvalidOperationException">The distribution is empty.</exception>
    public double Max => Count == 0 ? throw Empty() : values[^1];

    /// <summary>The arithmetic mean, summed in ascending order so that it does not depend on the order of the rows.</summary>
    /// <exception cref="InvalidOperationException">The distribution is empty.</exception>
    public double Mean
    {
        get
        {
            if (Count == 0)
                throw Empty();
            double sum = 0;
            for (int i = 0; i < values.Length; i++)
                sum += values[i] * CountAt(i);
            return sum / Count;
        }
    }

    /// <summary>Counts the values of a column.</summary>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static ValueDistribution Of(ReadOnlySpan<double> column)
    {
        using ScratchColumn scratch = new(column.Length);
        column.CopyTo(scratch.Values);
        return OfScratch(scratch.Values);
    }

    /// <summary>Counts the values of a column that may be overwritten.</summary>
    internal static ValueDistribution OfScratch(Span<double> column)
    {
        Sort(column);
        return OfSorted(column);
    }

    /// <summary>The quantile of a column that may be overwritten, without counting it.</summary>
    internal static double QuantileOfScratch(Span<double> column, double p)
    {
        Sort(column);
        return Interpolate(column, (column.Length - 1) * p);
    }

    /// <summary>Counts the values of a column of whole numbers.</summary>
    public static ValueDistribution Of(ReadOnlySpan<int> column)
    {
        if (column.IsEmpty)
            return OfSorted([]);
        (int min, int max) = (column[0], column[0]);
        foreach (int value in column)
            (min, max) = (Math.Min(min, value), Math.Max(max, value));
        return (long)max - min < MaxCounters ? Counted(column, min, max) : Of(Array.ConvertAll(column.ToArray(), v => (double)v).AsSpan());
    }

    /// <summary>The distribution of both bases together.</summary>
    public static ValueDistribution Merge(ValueDistribution left, ValueDistribution right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        List<double> values = new(Math.Max(left.values.Length, right.values.Length));
        List<long> through = new(values.Capacity);
        long count = 0;
        for (int i = 0, j = 0; i < left.values.Length || j < right.values.Length;)
        {
            double next = j == right.values.Length || (i < left.values.Length && left.values[i] <= right.values[j])
                ? left.values[i]
                : right.values[j];
            if (i < left.values.Length && left.values[i] == next)
                count += left.CountAt(i++);
            if (j < right.values.Length && right.values[j] == next)
                count += right.CountAt(j++);
            values.Add(next);
            through.Add(count);
        }
        return new ValueDistribution([.. values], [.. through]);
    }

    /// <summary>The same base with every value's sign changed.</summary>
    public ValueDistribution Negated()
    {
        double[] negated = new double[values.Length];
        long[] counts = new long[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            negated[i] = -values[values.Length - 1 - i];
            counts[i] = Count - (i == values.Length - 1 ? 0 : through[values.Length - 2 - i]);
        }
        return new ValueDistribution(negated, counts);
    }

    /// <summary>
    /// The quantile of type 7 (Hyndman &amp; Fan 1996; the default of R and NumPy): linear between the order statistics at
    /// (n − 1)·p.
    /// </summary>
    /// <param name="p">Share from 0 to 1.</param>
    /// <exception cref="InvalidOperationException">The distribution is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is outside 0 to 1.</exception>
    public double Quantile(double p)
    {
        if (Count == 0)
            throw Empty();
        if (!(p >= 0 && p <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A quantile's share lies between 0 and 1.");
        double position = (Count - 1) * p;
        long below = (long)Math.Floor(position);
        double lower = OrderStatistic(below), upper = OrderStatistic(Math.Min(below + 1, Count - 1));
        return Between(lower, upper, position - below);
    }

    /// <summary>The value at a rank counted from 0.</summary>
    public double OrderStatistic(long rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, Count);
        int at = Array.BinarySearch(through, rank + 1);
        return values[at >= 0 ? at : ~at];
    }

    /// <summary>
    /// The smallest value of the top share: that of rank ⌈share × n⌉ from above. Whoever has at least this value belongs to the top,
    /// so customers with equal values stay together and the top may hold a few more than its share.
    /// </summary>
    /// <param name="share">Above 0, at most 1.</param>
    /// <exception cref="InvalidOperationException">The distribution is empty.</exception>
    public double TopShareFloor(double share)
    {
        if (Count == 0)
            throw Empty();
        if (!(share > 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "A top share is above 0 and at most 1.");
        long rank = (long)Math.Ceiling((decimal)share * Count);
        return OrderStatistic(Count - Math.Clamp(rank, 1, Count));
    }

    /// <summary>How many values equal the given one.</summary>
    public long CountOf(double value)
    {
        int at = Array.BinarySearch(values, value);
        return at < 0 ? 0 : CountAt(at);
    }

    /// <summary>How often the distinct value of this position occurs.</summary>
    public long CountAt(int position) => through[position] - (position == 0 ? 0 : through[position - 1]);

    private static ValueDistribution Counted(ReadOnlySpan<int> column, int min, int max)
    {
        long[] counts = new long[max - min + 1];
        foreach (int value in column)
            counts[value - min]++;
        int distinct = counts.Length - counts.AsSpan().Count(0);
        double[] values = new double[distinct];
        long[] through = new long[distinct];
        long count = 0;
        for (int i = 0, at = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0)
                continue;
            values[at] = min + i;
            through[at++] = count += counts[i];
        }
        return new ValueDistribution(values, through);
    }

    private static double Interpolate(ReadOnlySpan<double> sorted, double position)
    {
        int below = (int)position;
        double lower = sorted[below], upper = sorted[Math.Min(below + 1, sorted.Length - 1)];
        return Between(lower, upper, position - below);
    }

    private static double Between(double lower, double upper, double share) => lower == upper ? lower : ((1 - share) * lower) + (share * upper);

    private static void Sort(Span<double> column)
    {
        foreach (double value in column)
            if (!double.IsFinite(value))
                throw new ArgumentException("A distribution holds finite values only.", nameof(column));
        RadixSort.Sort(column);
    }

    private static ValueDistribution OfSorted(ReadOnlySpan<double> sorted)
    {
        int distinct = 0;
        for (int i = 0; i < sorted.Length; i++)
            if (i == 0 || sorted[i] != sorted[i - 1])
                distinct++;
        double[] values = new double[distinct];
        long[] through = new long[distinct];
        int at = -1;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
                values[++at] = sorted[i] + 0.0;
            through[at] = i + 1;
        }
        return new ValueDistribution(values, through);
    }

    private static InvalidOperationException Empty() => new("The distribution is empty: no customer has a value.");
}
