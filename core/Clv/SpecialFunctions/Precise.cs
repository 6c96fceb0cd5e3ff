namespace ServerlessSeg.Core.Clv.SpecialFunctions;

/// <summary>
/// ln(1 + x) and e^x − 1 with full relative precision near 0. The framework's <c>LogP1</c> and <c>ExpM1</c> subtract, and lose every
/// digit there. Kahan's correction: the rounding error of 1 + x cancels between numerator and denominator.
/// </summary>
internal static class Precise
{
    public static double Log1P(double x)
    {
        double sum = 1 + x;
        if (sum == 1)
            return x;
        return double.IsInfinity(sum) ? sum : Math.Log(sum) * (x / (sum - 1));
    }

    public static double ExpM1(double x)
    {
        if (Math.Abs(x) > 1)
            return Math.Exp(x) - 1;
        double power = Math.Exp(x);
        return power == 1 ? x : (power - 1) * (x / Math.Log(power));
    }
}
