using System.Globalization;

namespace ServerlessSeg.Core.Rfm;

/// <summary>Finds cut points from the distribution of a value over the whole base.</summary>
public static class CutPointFitting
{
    /// <summary>Finds cut points and counts the customers of each level.</summary>
    /// <param name="base">The values of every customer that buys. An empty base gets cut points of 0.</param>
    /// <param name="method">Any method that reads the base: not <see cref="CutPointMethod.Thresholds"/>, not <see cref="CutPointMethod.Frozen"/>.</param>
    /// <param name="levels">3 to 10.</param>
    /// <param name="reversed">Whether small values are the better ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">The method does not read the base, or the number of levels is out of range.</exception>
    public static CutPoints Fit(ValueDistribution @base, CutPointMethod method, int levels, bool reversed)
    {
        ArgumentNullException.ThrowIfNull(@base);
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, CutPoints.MinLevels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levels, CutPoints.MaxLevels);
        double[] thresholds = @base.Count == 0 ? new double[levels - 1] : Find(@base, method, levels, reversed);
        return Counted(new CutPoints(method, thresholds, reversed, method == CutPointMethod.RPackage && !reversed), @base);
    }

    /// <summary>Own thresholds, each the first value of the next level: lower ≤ value &lt; upper.</summary>
    /// <exception cref="ArgumentException">The thresholds are too few, too many, not finite, or fall.</exception>
    public static CutPoints FromThresholds(IReadOnlyList<double> thresholds, bool reversed, ValueDistribution @base) =>
        Counted(new CutPoints(CutPointMethod.Thresholds, thresholds, reversed, !reversed), @base);

    /// <summary>The cut points of an earlier run, with the present base counted.</summary>
    public static CutPoints Freeze(CutPoints earlier, ValueDistribution @base)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return Counted(new CutPoints(CutPointMethod.Frozen, earlier.Thresholds, earlier.Reversed, earlier.OnCutTakesHigherScore), @base);
    }

    private static double[] Find(ValueDistribution @base, CutPointMethod method, int levels, bool reversed)
    {
        if (method == CutPointMethod.RPackage)
            return Inner(levels, k => @base.Quantile((double)k / levels) + 1);
        if (reversed)
        {
            // Small is good here: work on the negated values, so that ties at the bad end fall to score 1 on either scale.
            double[] mirrored = Find(@base.Negated(), method, levels, reversed: false);
            Array.Reverse(mirrored);
            return Array.ConvertAll(mirrored, t => -t + 0.0);
        }
        return method switch
        {
            CutPointMethod.Quantile => WithTiesLifted(Inner(levels, k => @base.Quantile((double)k / levels)), @base),
            CutPointMethod.EqualWidth => Inner(levels, k => @base.Min + ((@base.Max - @base.Min) * k / levels)),
            CutPointMethod.KMeans => OneDimensionalKMeans.CutPoints(@base, levels),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "This method does not read the base."),
        };
    }

    /// <summary>
    /// Puts the cut points that lie on the best value below it, so that those who have it take the best level: many may have bought on the last day, and
    /// none can be better than they are.
    /// </summary>
    private static double[] WithTiesLifted(double[] thresholds, ValueDistribution @base)
    {
        for (int k = 0; @base.Values.Length > 1 && k < thresholds.Length; k++)
        {
            if (thresholds[k] >= @base.Max)
                thresholds[k] = Math.Max(@base.Values[^2], k == 0 ? double.MinValue : thresholds[k - 1]);
        }
        return thresholds;
    }

    private static double[] Inner(int levels, Func<int, double> cut)
    {
        double[] thresholds = new double[levels - 1];
        for (int k = 1; k < levels; k++)
            thresholds[k - 1] = cut(k);
        return thresholds;
    }

    private static CutPoints Counted(CutPoints cuts, ValueDistribution @base)
    {
        ArgumentNullException.ThrowIfNull(@base);
        long[] customers = new long[cuts.Levels];
        for (int i = 0; i < @base.Values.Length; i++)
            customers[cuts.Score(@base.Values[i]) - 1] += @base.CountAt(i);
        List<EmptyLevel> empty = [];
        for (int level = 1; level <= cuts.Levels; level++)
            if (customers[level - 1] == 0)
                empty.Add(new EmptyLevel(level, Reason(cuts, level, @base)));
        return new CutPoints(cuts.Method, cuts.Thresholds, cuts.Reversed, cuts.OnCutTakesHigherScore, customers, empty);
    }

    private static string Reason(CutPoints cuts, int level, ValueDistribution @base)
    {
        if (@base.Count == 0)
            return "No customer has a value.";
        int bin = cuts.Reversed ? cuts.Levels - level : level - 1;
        double? lower = bin == 0 ? null : cuts.Thresholds[bin - 1], upper = bin == cuts.Levels - 1 ? null : cuts.Thresholds[bin];
        double best = cuts.Reversed ? @base.Min : @base.Max;
        bool isTieOfBest = cuts.Method == CutPointMethod.Quantile && @base.Values.Length > 1 && lower == upper && lower is { } cut && @base.CountOf(best) > @base.CountOf(cut);
        if (isTieOfBest)
            return string.Create(CultureInfo.InvariantCulture, $"{@base.CountOf(best)} of {@base.Count} customers share the best value, {best}, and take the best level together.");
        return (lower, upper) switch
        {
            ({ } low, { } high) when low == high => string.Create(CultureInfo.InvariantCulture,
                $"Both cut points of the level are {low}: {@base.CountOf(low)} of {@base.Count} customers share this value and stay together."),
            ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $"No customer's value lies between {low} and {high}."),
            ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $"No customer's value lies above {low}."),
            (null, { } high) => string.Create(CultureInfo.InvariantCulture, $"No customer's value lies below {high}."),
            _ => "There is one level only.",
        };
    }
}
