using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.BetaGeometric;
using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Tests.Clv.Optimisation;

public sealed class MaximumLikelihoodTests
{
    private static readonly string[] Names = ["u", "v"];

    [Fact]
    public void Fit_OfAValley_FindsTheSummitAndItsCurvature()
    {
        // −ln L = 100 (v − u²)² + (1 − u)², Rosenbrock's function; its Hessian at (1, 1) is known.
        FitEvidence fit = Maximise(new Surface(p => -(100 * Square(p[1] - (p[0] * p[0]))) - Square(1 - p[0])), [-5, -5], [5, 5]);
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        Near.Absolute(1, fit.LogParameters[0], 1e-5);
        Near.Absolute(1, fit.LogParameters[1], 1e-5);
        Near.Relative(.5, fit.Covariance[0], 1e-3);
        Near.Relative(2.005, fit.Covariance[3], 1e-3);
    }

    [Fact]
    public void Fit_WhoseSummitLiesOutside_IsOnTheBoundaryAndNamesTheParameter()
    {
        FitEvidence fit = Maximise(new Surface(p => -Square(p[0] - 1) - (.1 * Square(p[1] - 9))), [-5, -5], [5, 5]);
        Assert.Equal(FitVerdict.Boundary, fit.Verdict);
        Assert.Contains("v", fit.Reason, StringComparison.Ordinal);
        Assert.Equal(5, fit.LogParameters[1], 1e-9);
        Assert.Equal(0, fit.Covariance[3]);
        Near.Relative(.5, fit.Covariance[0], 1e-3);
    }

    [Fact]
    public void Fit_OfTwoHills_TakesTheHigher()
    {
        FitEvidence fit = Maximise(new Surface(p => Math.Log(Math.Exp(-Square(p[0] + 3)) + (2 * Math.Exp(-Square(p[0] - 3)))) - Square(p[1])), [-5, -5], [5, 5]);
        Near.Absolute(3, fit.LogParameters[0], 1e-4);
    }

    [Fact]
    public void Fit_FromASample_EndsWhereTheWholeDataDo()
    {
        double[] times = Enumerable.Range(0, 30_000).Select(i => 39 - (i % 840 / 70.0)).ToArray();
        PurchaseHistories data = PurchaseHistories.FromHistories(new BgNbd(.6, 4.4, .79, 2.4, TimeUnit.Week).Simulate(times, 0, 5).Histories, TimeUnit.Week);
        PurchaseHistories sample = SystematicSample.Of(data);
        Assert.True(sample.Groups < data.Groups);
        Assert.InRange(sample.Customers, 4900, 5100);
        var whole = new BetaGeometricLikelihood(data, 1, false);
        double[][] starts = [[-1, 1, -.5, .7], [1, 3, -1, 2]];
        string[] names = BetaGeometricFit.Names;
        var box = new Box([-10, -10, -10, -10], [10, 10, 10, 10]);
        FitEvidence direct = new MaximumLikelihood(whole, whole, box, starts, names, FitOptions.Default).Fit();
        FitEvidence viaSample = new MaximumLikelihood(whole, new BetaGeometricLikelihood(sample, 1, false), box, starts, names, FitOptions.Default).Fit();
        Near.Absolute(direct.LogLikelihood, viaSample.LogLikelihood, 1e-6);
        for (int i = 0; i < 4; i++)
            Near.Absolute(direct.LogParameters[i], viaSample.LogParameters[i], 1e-4);
    }

    [Fact]
    public void Fit_WhenCancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        PurchaseHistories data = CustomerBySufficientStatistic.Cdnow().Weeks();
        Assert.Throws<OperationCanceledException>(() => BgNbd.Fit(data, new FitOptions { CancellationToken = source.Token }));
    }

    private static double Square(double value) => value * value;

    private static FitEvidence Maximise(ILikelihood likelihood, double[] lower, double[] upper) =>
        new MaximumLikelihood(likelihood, likelihood, new Box(lower, upper), [[-1.2, 1], [-2, -2], [2, .5]], Names, FitOptions.Default).Fit();

    /// <summary>A function of two variables with a numerical gradient.</summary>
    private sealed class Surface(Func<double[], double> height) : ILikelihood
    {
        public int Dimension => 2;

        public double Customers => 1;

        public double Evaluate(ReadOnlySpan<double> logParameters, Span<double> gradient)
        {
            double[] point = logParameters.ToArray();
            for (int i = 0; i < 2; i++)
            {
                const double H = 1e-5;
                double at = point[i];
                point[i] = at + H;
                double above = height(point);
                point[i] = at - H;
                gradient[i] = (above - height(point)) / (2 * H);
                point[i] = at;
            }
            return height(point);
        }
    }
}
