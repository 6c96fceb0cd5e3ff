using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.BetaGeometric;
using ServerlessSeg.Core.Clv.Lifetimes;
using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.Spending;

namespace ServerlessSeg.Core.Tests.Clv.Optimisation;

public sealed class GradientTests
{
    private static readonly PurchaseHistories Histories = PurchaseHistories.FromWeighted(
    [
        (new PurchaseHistory(0, 0, 40), 3), (new PurchaseHistory(0, 0, 0), 1), (new PurchaseHistory(1, 3, 30), 2), (new PurchaseHistory(1, 30, 30), 1),
        (new PurchaseHistory(4, 20, 33), 2), (new PurchaseHistory(5, 12, 35), 1), (new PurchaseHistory(30, 38, 39), 1), (new PurchaseHistory(200, 30, 39), 1),
    ], TimeUnit.Week);

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void BetaGeometricLikelihood_Gradient_IsTheSlope(int k, bool dropoutAtZero) =>
        Check(new BetaGeometricLikelihood(Histories, k, dropoutAtZero), [[-1, 1, -.5, .7], [.5, -1, -4, 1.5], [2, 4, 1, -2]]);

    [Fact]
    public void ParetoNbdLikelihood_Gradient_IsTheSlope() =>
        Check(new ParetoNbdLikelihood(Histories), [[-1, 1, -.5, .7], [.5, -1, -4, 1.5], [2, 4, 1, -2], [-.6, 2.3, -.5, 2.4]]);

    [Fact]
    public void GammaGompertzLikelihood_Gradient_IsTheSlope() =>
        Check(new GammaGompertzLikelihood(Histories), [[-1, 1, -3, -.5, .7], [.5, -1, -1, -2, 1.5], [2, 4, -6, 1, -5], [-.6, 2.3, 0, -.5, 2.4]]);

    [Fact]
    public void GammaGammaLikelihood_Gradient_IsTheSlope() =>
        Check(new GammaGammaLikelihood(SpendData.FromCustomers([1, 1, 2, 3, 3, 9, 1], [4.5, 20, 11, 7, 300, 2, 4.5])), [[1, 1, 2], [-1, .3, 4], [4, 3, -1]]);

    private static void Check(ILikelihood likelihood, double[][] points)
    {
        int n = likelihood.Dimension;
        var gradient = new double[n];
        var scratch = new double[n];
        foreach (double[] point in points)
        {
            likelihood.Evaluate(point, gradient);
            double scale = gradient.Max(Math.Abs) + 1;
            for (int i = 0; i < n; i++)
            {
                double Shifted(double step)
                {
                    double[] moved = [.. point];
                    moved[i] += step;
                    return likelihood.Evaluate(moved, scratch);
                }
                const double H = 1e-3;
                double slope = ((8 * (Shifted(H) - Shifted(-H))) - (Shifted(2 * H) - Shifted(-2 * H))) / (12 * H);
                Near.Absolute(slope, gradient[i], 1e-7 * scale);
            }
        }
    }
}
