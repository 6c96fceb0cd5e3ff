using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Intervals;

namespace ServerlessSeg.Core.Tests.Clv.Intervals;

public sealed class FutureCountsTests
{
    private static readonly ICustomerBaseModel[] Models =
    [
        new BgNbd(0.243, 4.414, 0.793, 2.426, TimeUnit.Week),
        new MbgNbd(0.5248, 6.1831, 0.8914, 1.6140, TimeUnit.Week),
        new BgCnbd(2, 0.359061, 1.129387, 0.522813, 2.785341, TimeUnit.Week),
        new MbgCnbd(3, 1.329197, 2.812600, 0.424716, 0.790040, TimeUnit.Week),
        new Nbd(0.38477, 12.072, TimeUnit.Week),
        new ParetoNbd(0.55328, 10.5777, 0.60624, 11.6687, TimeUnit.Week),
        new ParetoNbd(1.2, 8, 2.5, 0.05, TimeUnit.Week),
        new GammaGompertzNbd(0.553, 10.578, 0.02, 0.603, 0.26, TimeUnit.Week),
    ];

    private static readonly PurchaseHistory[] Histories =
    [
        new(0, 0, 38.86), new(0, 0, 0), new(1, 1.7, 38.86), new(2, 30.43, 38.86), new(7, 29.4, 38.86), new(26, 30.857, 31), new(221, 103.43, 103.57), new(40, 5, 6), new(3000, 100, 101),
    ];

    [Fact]
    public void Add_EveryModelAndHistory_AgreesWithTheModelsExpectationAndProbabilityOfNone()
    {
        foreach (var model in Models)
        {
            foreach (var history in Histories)
            {
                foreach (double horizon in new[] { 0.5, 13, 52, 260 })
                {
                    var counts = new CountDistribution();
                    Add(model, history, horizon, counts);
                    double sum = 0, mean = 0;
                    for (int n = 0; n < counts.Length; n++)
                    {
                        Assert.InRange(counts.Mass[n], 0, 1);
                        sum += counts.Mass[n];
                        mean += n * counts.Mass[n];
                    }
                    string where = $"{model.Name} {history} over {horizon}";
                    Assert.True(Math.Abs(sum - 1) < 1e-6, where + $" adds up to {sum}");
                    double expected = model.ConditionalExpectedTransactions(history, horizon);
                    Assert.True(Math.Abs(mean - expected) < 2e-5 * (1 + expected), where + $": mean {mean}, expected {expected}");
                    double none = model.ProbabilityOfNoPurchase(history, horizon);
                    Assert.True(Math.Abs(counts.Mass[0] - none) < 1e-6, where + $": none {counts.Mass[0]}, expected {none}");
                }
            }
        }
    }

    [Fact]
    public void Add_NewCustomer_AgreesWithTheModelsProbabilities()
    {
        // BG/NBD's customers are certainly active at T = 0, so the future of a new customer is X(t).
        var model = Models[0];
        var counts = new CountDistribution();
        Add(model, new PurchaseHistory(0, 0, 0), 30, counts);
        for (int n = 0; n <= 20; n++)
            Assert.Equal(model.ProbabilityOfTransactions(n, 30), counts.Mass[n], 1e-8);
    }

    [Fact]
    public void Add_RegularBuyers_AgreesWithSimulation()
    {
        // Erlang-3: who has just bought will not buy again at once. Histories of a simulated base are put in two classes and their futures pooled.
        var model = new MbgCnbd(3, 1.3, 2.8, 0.42, 0.8, TimeUnit.Week);
        var outcomes = SimulatedWorld.Geometric(7, 20_000, 3, true, 1.3, 2.8, 0.42, 0.8, (20, 30), 13, (6, 4, 15));
        double[] expected = new double[12], actual = new double[12];
        foreach (var outcome in outcomes)
        {
            var counts = new CountDistribution();
            Add(model, outcome.History, 13, counts);
            for (int n = 0; n < counts.Length; n++)
                expected[Math.Min(n, 11)] += counts.Mass[n];
            actual[Math.Min(outcome.Purchases, 11)]++;
        }
        for (int n = 0; n < 12; n++)
            Assert.Equal(expected[n], actual[n], 4 * Math.Sqrt(expected[n]) + 2);
    }

    private static void Add(ICustomerBaseModel model, in PurchaseHistory history, double horizon, CountDistribution to)
    {
        double alive = model.PAlive(history);
        to.Add(0, 1 - alive);
        FutureCounts.AddIfActive(model, history, horizon, alive, to);
    }
}
