namespace ServerlessSeg.Core.Evaluation;

/// <summary>
/// Predictions of holdout purchases that need no model. A model that does not beat them is not worth its name. Each returns one number a customer
/// in the split's order.
/// </summary>
public static class Baselines
{
    /// <summary>As many purchases as the customer repeated within the stretch before the split that is as long as the holdout.</summary>
    public static double[] SameAsLastPeriod(CalibrationHoldout split)
    {
        ArgumentNullException.ThrowIfNull(split);
        return [.. split.Customers.Select(c => (double)c.LastPeriodPurchases)];
    }

    /// <summary>
    /// The managers' rule that Wübben &amp; von Wangenheim (2008, J. Marketing 72(3)) tested: who has not bought for longer than the hiatus is gone and buys
    /// nothing; the others go on at their own past rate x / T.
    /// </summary>
    /// <param name="split">The customers.</param>
    /// <param name="hiatus">Longest silence of an active customer, in the split's time unit, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The hiatus is negative.</exception>
    public static double[] Hiatus(CalibrationHoldout split, double hiatus)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentOutOfRangeException.ThrowIfNegative(hiatus);
        return
        [
            .. split.Customers.Select(c => c.History.T - c.History.Recency > hiatus || c.History.T == 0 ? 0 : c.History.Frequency / c.History.T * split.Horizon),
        ];
    }

    /// <summary>Whether each customer is active by the same rule; the baseline of P(alive).</summary>
    /// <param name="split">The customers.</param>
    /// <param name="hiatus">Longest silence of an active customer, in the split's time unit, 0 or more.</param>
    public static bool[] ActiveByHiatus(CalibrationHoldout split, double hiatus)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentOutOfRangeException.ThrowIfNegative(hiatus);
        return [.. split.Customers.Select(c => c.History.T - c.History.Recency <= hiatus)];
    }

    /// <summary>For everybody the mean rate of the base, Σx / ΣT, over the holdout.</summary>
    public static double[] Mean(CalibrationHoldout split)
    {
        ArgumentNullException.ThrowIfNull(split);
        double purchases = split.Customers.Sum(c => (double)c.History.Frequency), time = split.Customers.Sum(c => c.History.T);
        double each = time == 0 ? 0 : purchases / time * split.Horizon;
        double[] predicted = new double[split.Customers.Count];
        Array.Fill(predicted, each);
        return predicted;
    }
}
