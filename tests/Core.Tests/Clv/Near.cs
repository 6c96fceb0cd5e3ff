namespace ServerlessSeg.Core.Tests.Clv;

/// <summary>Comparisons with a stated tolerance.</summary>
internal static class Near
{
    public static void Relative(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"expected {expected:R} within {tolerance:R} relative, got {actual:R}");

    public static void Absolute(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance, $"expected {expected:R} within {tolerance:R}, got {actual:R}");

    public static void Parameters(IReadOnlyList<Core.Clv.ModelParameter> actual, double tolerance, params double[] expected)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++)
            Relative(expected[i], actual[i].Value, tolerance);
    }

    public static void StandardErrors(IReadOnlyList<Core.Clv.ModelParameter> actual, double tolerance, params double[] expected)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++)
            Relative(expected[i], actual[i].StandardError, tolerance);
    }
}
