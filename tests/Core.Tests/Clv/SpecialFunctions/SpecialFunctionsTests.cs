using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Tests.Clv.SpecialFunctions;

public sealed class SpecialFunctionsTests
{
    [Theory]
    [InlineData(.5, .57236494292470008707)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(10, 12.801827480081469611)]
    [InlineData(.01, 4.5994798780420217225)]
    [InlineData(1000, 5905.2204232091812119)]
    public void Log_OfGamma_IsExact(double x, double expected) => Near.Absolute(expected, GammaFunction.Log(x), 3e-14 * Math.Max(1, expected));

    [Theory]
    [InlineData(1, -.57721566490153286061)]
    [InlineData(.5, -1.9635100260214234794)]
    [InlineData(10, 2.2517525890667211076)]
    public void Digamma_IsExact(double x, double expected) => Near.Absolute(expected, GammaFunction.Digamma(x), 1e-14 * Math.Max(1, Math.Abs(expected)) * 5);

    [Fact]
    public void Digamma_IsTheSlopeOfLogGamma()
    {
        for (double x = .05; x < 5000; x *= 1.7)
        {
            double h = x * 1e-4;
            double slope = (GammaFunction.Log(x + h) - GammaFunction.Log(x - h)) / (2 * h);
            Near.Absolute(slope, GammaFunction.Digamma(x), 1e-6 * Math.Max(1, Math.Abs(slope)));
        }
    }

    [Fact]
    public void Log1PAndExpM1_KeepEveryDigitNearZero()
    {
        Near.Relative(1e-12 - 5e-25, Precise.Log1P(1e-12), 1e-15);
        Near.Relative(1e-12 + 5e-25, Precise.ExpM1(1e-12), 1e-15);
        for (double x = -.9; x < 30; x += .37)
            Near.Absolute(x, Precise.Log1P(Precise.ExpM1(x)), 1e-14 * Math.Max(1, Math.Abs(x)));
        Assert.Equal(double.PositiveInfinity, Precise.ExpM1(1e4));
    }

    [Fact]
    public void Regularised_MatchesClosedFormsAndItsComplement()
    {
        // I_x(1, b) = 1 − (1 − x)^b and I_x(a, 1) = x^a.
        foreach (double x in (ReadOnlySpan<double>)[1e-9, .01, .3, .5, .8, .999])
        {
            Near.Relative(-Precise.ExpM1(3.5 * Precise.Log1P(-x)), IncompleteBeta.Regularised(1, 3.5, x, 1 - x), 1e-12);
            Near.Relative(Math.Pow(x, 2.2), IncompleteBeta.Regularised(2.2, 1, x, 1 - x), 1e-12);
            Near.Absolute(1, IncompleteBeta.Regularised(40, .3, x, 1 - x) + IncompleteBeta.Regularised(.3, 40, 1 - x, x), 1e-12);
        }
        Assert.Equal(0, IncompleteBeta.Regularised(2, 3, 0, 1));
        Assert.Equal(1, IncompleteBeta.Regularised(2, 3, 1, 0));
    }

    [Fact]
    public void AtLeast_IsTheTailOfTheMasses()
    {
        var counts = new NegativeBinomial(.7, 3, 11);
        double sum = 0;
        for (int m = 0; m < 40; m++)
        {
            Near.Absolute(1 - sum, counts.AtLeast(m), 1e-12);
            Near.Relative(Math.Exp(counts.LogMass(m)), counts.Between(m, m + 1), 1e-12);
            sum += Math.Exp(counts.LogMass(m));
        }
    }

    [Fact]
    public void Integrate_ByGaussLegendre_IsExactForPolynomials()
    {
        Near.Relative(1.0 / 32, GaussLegendre.Sixteen.Integrate(x => Math.Pow(x, 31), 0, 1), 1e-13);
        Near.Relative(1.0 / 24, GaussLegendre.Twelve.Integrate(x => Math.Pow(x, 23), 0, 1), 1e-13);
        Near.Relative(1.0 / 16, GaussLegendre.Eight.Integrate(x => Math.Pow(x, 15), 0, 1), 1e-13);
        Near.Relative(1.0 / 8, GaussLegendre.Four.Integrate(x => Math.Pow(x, 7), 0, 1), 1e-13);
        Near.Relative(Math.E - 1, GaussLegendre.Four.Integrate(Math.Exp, 0, 1, .1), 1e-13);
    }

    [Fact]
    public void Integrate_Adaptively_FindsAPeakAndASingularEnd()
    {
        Near.Relative(Math.Sqrt(Math.PI) * 1e-2, AdaptiveQuadrature.Integrate(x => Math.Exp(-Math.Pow((x - .3) / 1e-2, 2)), 0, 1), 1e-9);
        Near.Relative(2, AdaptiveQuadrature.Integrate(x => 1 / Math.Sqrt(x), 0, 1), 1e-7);
        Assert.Equal(0, AdaptiveQuadrature.Integrate(Math.Exp, 1, 1));
    }
}
