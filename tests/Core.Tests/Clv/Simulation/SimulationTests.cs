using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv.Simulation;

/// <summary>The formulas against 200,000 customers drawn from the story that each model tells.</summary>
public sealed class SimulationTests
{
    private const int Customers = 200_000;
    private const double T = 39;
    private const double Holdout = 26;

    public static TheoryData<string> Models => new(All.Keys);

    private static Dictionary<string, CustomerBaseModel> All { get; } = new CustomerBaseModel[]
    {
        new BgNbd(.6, 4.4, .79, 2.4, TimeUnit.Week),
        new MbgNbd(.52, 6.2, .89, 1.6, TimeUnit.Week),
        new BgCnbd(2, .8, 2, .6, 2.8, TimeUnit.Week),
        new MbgCnbd(3, 1.3, 1.9, .42, .79, TimeUnit.Week),
        new Nbd(.4, 6, TimeUnit.Week),
        new ParetoNbd(.7, 6, .6, 11.7, TimeUnit.Week),
        new GammaGompertzNbd(.7, 6, .05, 1.2, 3, TimeUnit.Week),
    }.ToDictionary(model => model.Name);

    [Theory]
    [MemberData(nameof(Models))]
    public void Simulate_Holdout_IsWhatTheFormulasExpectInEveryPartOfTheBase(string name)
    {
        CustomerBaseModel model = All[name];
        SimulatedCustomers simulated = model.Simulate(Enumerable.Repeat(T, Customers).ToArray(), Holdout, 42);
        foreach ((string part, Func<PurchaseHistory, bool> belongs) in (ReadOnlySpan<(string, Func<PurchaseHistory, bool>)>)
        [
            ("x = 0", h => h.Frequency == 0),
            ("x = 1, early", h => h.Frequency == 1 && h.Recency < 20),
            ("x = 1, late", h => h.Frequency == 1 && h.Recency >= 20),
            ("x from 2 to 4, silent", h => h.Frequency is >= 2 and <= 4 && h.Recency < 25),
            ("x from 2 to 4, recent", h => h.Frequency is >= 2 and <= 4 && h.Recency >= 25),
            ("x above 4", h => h.Frequency > 4),
        ])
        {
            int[] members = Enumerable.Range(0, Customers).Where(i => belongs(simulated.Histories[i])).ToArray();
            int[] sampled = members.Where((_, position) => position % Math.Max(1, members.Length / 1500) == 0).ToArray();
            double actual = members.Average(i => simulated.HoldoutPurchases[i]), silent = members.Average(i => simulated.HoldoutPurchases[i] == 0 ? 1.0 : 0);
            double deviation = Math.Sqrt(members.Average(i => Math.Pow(simulated.HoldoutPurchases[i] - actual, 2)));
            double error = (deviation / Math.Sqrt(members.Length)) + 1e-4;
            double expected = sampled.Average(i => model.ConditionalExpectedTransactions(simulated.Histories[i], Holdout));
            double churn = sampled.Average(i => model.ProbabilityOfNoPurchase(simulated.Histories[i], Holdout));
            double expectedError = Spread(sampled, i => model.ConditionalExpectedTransactions(simulated.Histories[i], Holdout));
            double churnError = Spread(sampled, i => model.ProbabilityOfNoPurchase(simulated.Histories[i], Holdout));
            Assert.True(Math.Abs(actual - expected) < 4 * (error + expectedError), $"{name}, {part}: {actual} purchases, {expected} expected");
            Assert.True(Math.Abs(silent - churn) < 4 * ((0.5 / Math.Sqrt(members.Length)) + churnError), $"{name}, {part}: {silent} silent, {churn} expected");
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Simulate_Counts_FollowTheirDistribution(string name)
    {
        CustomerBaseModel model = All[name];
        SimulatedCustomers simulated = model.Simulate(Enumerable.Repeat(T, Customers).ToArray(), 0, 7);
        for (int n = 0; n < 8; n++)
        {
            double share = simulated.Histories.Count(history => history.Frequency == n) / (double)Customers;
            double probability = model.ProbabilityOfTransactions(n, T);
            Near.Absolute(probability, share, 4.5 * Math.Sqrt(probability * (1 - probability) / Customers));
        }
        Near.Relative(model.ExpectedTransactions(T), simulated.Histories.Average(history => history.Frequency), .03);
    }

    [Fact]
    public void Simulate_WithTheSameSeed_RepeatsItself()
    {
        double[] times = [10, 20, 30, 40];
        SimulatedCustomers one = All["ParetoNbd"].Simulate(times, 5, 3), other = All["ParetoNbd"].Simulate(times, 5, 3);
        Assert.Equal(one.Histories, other.Histories);
        Assert.Equal(one.HoldoutPurchases, other.HoldoutPurchases);
    }

    [Fact]
    public void Fit_OfSimulatedCustomers_RecoversTheParameters()
    {
        double[] times = Enumerable.Range(0, 60_000).Select(i => 39 - (i % 84 / 7.0)).ToArray();
        FitResult<BgNbd> bg = BgNbd.Fit(Weekly(new BgNbd(.6, 4.4, .79, 2.4, TimeUnit.Week), times));
        Recovered(bg.Parameters, .6, 4.4, .79, 2.4);
        FitResult<ParetoNbd> pareto = ParetoNbd.Fit(Weekly(new ParetoNbd(.7, 6, .6, 11.7, TimeUnit.Week), times));
        Recovered(pareto.Parameters, .7, 6, .6, 11.7);
    }

    [Fact]
    public void SimulateMeanValues_FollowTheSpendingModel()
    {
        var model = new GammaGamma(6.25, 3.74, 15.44);
        int[] x = Enumerable.Range(0, 100_000).Select(i => i % 6).ToArray();
        double[] means = model.SimulateMeanValues(x, 99);
        Near.Relative(model.PopulationMeanSpend, means.Where((_, i) => x[i] > 0).Average(), .01);
        FitResult<GammaGamma> fit = GammaGamma.Fit(SpendData.FromCustomers(x, means));
        Recovered(fit.Parameters, 6.25, 3.74, 15.44);
    }

    private static PurchaseHistories Weekly(CustomerBaseModel model, double[] times) =>
        PurchaseHistories.FromHistories(model.Simulate(times, 0, 11).Histories, TimeUnit.Week);

    private static void Recovered(IReadOnlyList<ModelParameter> parameters, params double[] truth)
    {
        for (int i = 0; i < truth.Length; i++)
            Near.Absolute(truth[i], parameters[i].Value, 4 * parameters[i].StandardError);
    }

    private static double Spread(int[] sampled, Func<int, double> value)
    {
        double mean = sampled.Average(value);
        return Math.Sqrt(sampled.Average(i => Math.Pow(value(i) - mean, 2)) / sampled.Length);
    }
}
