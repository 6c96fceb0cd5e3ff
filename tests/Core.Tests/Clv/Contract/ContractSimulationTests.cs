using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Contract;

namespace ServerlessSeg.Core.Tests.Clv.Contract;

public sealed class ContractSimulationTests
{
    private const int Customers = 200_000;

    public static TheoryData<double, double, double> Worlds => new() { { 0.668, 3.806, 1 }, { 0.704, 1.182, 1 }, { 0.5, 2, 1.4 }, { 2, 6, 0.6 } };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void Simulate_SurvivesAsTheFormulaSays(double alpha, double beta, double c)
    {
        IContractModel model = c == 1 ? new ShiftedBetaGeometric(alpha, beta) : new BetaDiscreteWeibull(alpha, beta, c);
        RenewalCounts cohort = model.Simulate(Customers, renewals: 12, seed: 7);
        Assert.Equal(Customers, cohort.Customers);
        double lost = 0;
        for (int t = 1; t <= 12; t++)
        {
            double expected = model.Survival(t), error = Math.Sqrt(expected * (1 - expected) / Customers);
            Assert.InRange(cohort.Renewed[t - 1] / Customers, expected - (5 * error), expected + (5 * error));
            lost += model.LossProbability(t);
        }
        Assert.Equal(1 - model.Survival(12), lost, 1e-12);
    }

    [Fact]
    public void Fit_OfASimulatedCohort_FindsItsParameters()
    {
        RenewalCounts cohort = new ShiftedBetaGeometric(0.7, 1.5).Simulate(Customers, renewals: 10, seed: 3);
        FitResult<ShiftedBetaGeometric> fit = ShiftedBetaGeometric.Fit(cohort);
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        Assert.InRange(fit.Model.Alpha, 0.68, 0.72);
        Assert.InRange(fit.Model.Beta, 1.45, 1.55);
        Assert.Equal(cohort.Renewed.ToArray(), new ShiftedBetaGeometric(0.7, 1.5).Simulate(Customers, renewals: 10, seed: 3).Renewed.ToArray());
    }
}
