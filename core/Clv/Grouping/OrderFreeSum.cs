namespace ServerlessSeg.Core.Clv.Grouping;

/// <summary>A sum that does not depend on the order of its terms: each is rounded to a multiple of 2⁻⁴⁰ and added as an integer.</summary>
internal static class OrderFreeSum
{
    private const double Scale = 1L << 40;

    public static double Of(ReadOnlySpan<double> values)
    {
        Int128 sum = 0;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException("A value is not finite.", nameof(values));
            double scaled = Math.Round(value * Scale);
            sum += Math.Abs(scaled) < long.MaxValue ? (long)scaled : (Int128)scaled;
        }
        return (double)sum / Scale;
    }
}
