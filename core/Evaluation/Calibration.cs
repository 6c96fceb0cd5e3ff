using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Evaluation;

/// <summary>Customers of one bin: what happened and what was predicted, on average.</summary>
/// <param name="From">Lower bound of the bin, inclusive.</param>
/// <param name="To">Upper bound, exclusive; equal to <paramref name="From"/> for a single value, infinite for an open bin.</param>
/// <param name="Customers">Customers in the bin, above 0.</param>
/// <param name="MeanActual">Mean of the actual values.</param>
/// <param name="MeanPredicted">Mean of the predictions.</param>
public readonly record struct CalibrationRow(double From, double To, int Customers, double MeanActual, double MeanPredicted);

/// <summary>Customers by their number of repeat purchases in calibration: how many there are and how many the model expects.</summary>
/// <param name="Frequency">x; the last row holds this number and everything above.</param>
/// <param name="Actual">Customers with this x.</param>
/// <param name="Expected">Σ over customers of P(X(T) = x).</param>
public readonly record struct FrequencyRow(int Frequency, int Actual, double Expected);

/// <summary>The tables that show where a model is right and where it is not.</summary>
public static class Calibration
{
    /// <summary>Holdout purchases by calibration frequency 0, 1, …, with everything from <paramref name="censoredAt"/> in one open bin (Fader, Hardie &amp; Lee 2005, fig. 4).</summary>
    /// <param name="split">The customers.</param>
    /// <param name="predicted">A prediction for each of them in their order.</param>
    /// <param name="censoredAt">The first frequency of the open bin, 1 or more.</param>
    public static IReadOnlyList<CalibrationRow> ByFrequency(CalibrationHoldout split, ReadOnlySpan<double> predicted, int censoredAt = 7)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentOutOfRangeException.ThrowIfLessThan(censoredAt, 1);
        var bins = new BinSums(censoredAt + 1);
        for (int i = 0; i < predicted.Length; i++)
            bins.Add(Math.Min(split.Customers[i].History.Frequency, censoredAt), split.Customers[i].HoldoutPurchases, predicted[i]);
        return bins.Rows(x => (x, x == censoredAt ? double.PositiveInfinity : x));
    }

    /// <summary>Holdout purchases by the time between last purchase and split, in bins of equal width; the last bin is open.</summary>
    /// <param name="split">The customers.</param>
    /// <param name="predicted">A prediction for each of them in their order.</param>
    /// <param name="width">Width of a bin in the split's time unit, above 0.</param>
    /// <param name="bins">Number of bins, 1 or more.</param>
    public static IReadOnlyList<CalibrationRow> ByTimeSinceLastPurchase(CalibrationHoldout split, ReadOnlySpan<double> predicted, double width, int bins)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var sums = new BinSums(bins);
        for (int i = 0; i < predicted.Length; i++)
        {
            var history = split.Customers[i].History;
            int bin = (int)Math.Min(bins - 1, (history.T - history.Recency) / width);
            sums.Add(bin, split.Customers[i].HoldoutPurchases, predicted[i]);
        }
        return sums.Rows(bin => (bin * width, bin == bins - 1 ? double.PositiveInfinity : (bin + 1) * width));
    }

    /// <summary>Customers by frequency in calibration against the number the model expects; the open bin's expectation is the remainder, so the table adds up to all customers.</summary>
    /// <param name="split">The customers.</param>
    /// <param name="model">The model, in the split's time unit.</param>
    /// <param name="censoredAt">The first frequency of the open bin, 1 or more.</param>
    public static IReadOnlyList<FrequencyRow> Frequencies(CalibrationHoldout split, ICustomerBaseModel model, int censoredAt = 7)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(censoredAt, 1);
        int[] actual = new int[censoredAt + 1];
        foreach (var customer in split.Customers)
            actual[Math.Min(customer.History.Frequency, censoredAt)]++;
        double[] expected = new double[censoredAt + 1];
        expected[censoredAt] = split.Customers.Count;
        foreach (var group in split.Customers.GroupBy(c => c.History.T).OrderBy(g => g.Key))
        {
            int customers = group.Count();
            for (int x = 0; x < censoredAt; x++)
            {
                double share = customers * model.ProbabilityOfTransactions(x, group.Key);
                expected[x] += share;
                expected[censoredAt] -= share;
            }
        }
        return [.. Enumerable.Range(0, censoredAt + 1).Select(x => new FrequencyRow(x, actual[x], expected[x]))];
    }

    private sealed class BinSums(int bins)
    {
        private readonly int[] counts = new int[bins];
        private readonly double[] actuals = new double[bins];
        private readonly double[] predictions = new double[bins];

        public void Add(int bin, double actual, double predicted)
        {
            counts[bin]++;
            actuals[bin] += actual;
            predictions[bin] += predicted;
        }

        public IReadOnlyList<CalibrationRow> Rows(Func<int, (double From, double To)> bounds) =>
        [
            .. Enumerable.Range(0, counts.Length).Where(bin => counts[bin] > 0).Select(bin =>
                new CalibrationRow(bounds(bin).From, bounds(bin).To, counts[bin], actuals[bin] / counts[bin], predictions[bin] / counts[bin])),
        ];
    }
}
