using System.Globalization;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Clv.Discrete;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Core.Tests.Clv.Discrete;

/// <summary>Fader, Hardie &amp; Shang (2010): 11,104 supporters of a public radio station over six yearly appeals.</summary>
public sealed class BgBbTests
{
    // The maximum, as several programs agree; the paper prints 1.204, 0.750, 0.657, 2.783.
    private static readonly BgBb Donations = new(1.2035266, 0.7497211, 0.6567775, 2.7837930);

    [Fact]
    public void Fit_Donations_ReachesThePublishedMaximum()
    {
        var fit = BgBb.Fit(Rows());
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        Assert.Equal(-33225.58128, fit.LogLikelihood, 1e-3);
        Assert.Equal([1.204, 0.750, 0.657, 2.783], fit.Parameters.Select(p => p.Value), (a, b) => Math.Abs(a - b) < 1e-3);
        Assert.Equal([1.2035266, 0.7497211, 0.6567775, 2.7837930], fit.Parameters.Select(p => p.Value), (a, b) => Math.Abs(a / b - 1) < 1e-3);
        Assert.Equal(["alpha", "beta", "gamma", "delta"], fit.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void Fit_RowsRepeatedInsteadOfWeighted_IsTheSame()
    {
        var rows = Rows().Select(row => (row.History, Weight: Math.Round(row.Weight / 20))).ToList();
        var repeated = rows.SelectMany(row => Enumerable.Repeat((row.History, 1.0), (int)row.Weight)).Reverse();
        Assert.Equal(BgBb.Fit(rows).LogLikelihood, BgBb.Fit(repeated).LogLikelihood, 1e-7);
    }

    // Hardie's note 010 spreadsheet (test of pymc-marketing).
    [Fact]
    public void ExpectedTransactions_MatchTheSpreadsheet()
    {
        double[] expected = [0.4985, 0.9233, 1.2969, 1.6323, 1.9381, 2.2202, 2.4826, 2.7285, 2.9603, 3.1798, 3.3887];
        for (int n = 1; n <= 11; n++)
            Assert.Equal(expected[n - 1], Donations.ExpectedTransactions(n), 1e-4);
    }

    [Fact]
    public void ProbabilityOfTransactions_TimesSupporters_MatchesTheSpreadsheet()
    {
        Assert.Equal(3454.9, 11104 * Donations.ProbabilityOfTransactions(0, 6), 0.1);
        Assert.Equal(1253.1, 11104 * Donations.ProbabilityOfTransactions(6, 6), 0.1);
    }

    [Fact]
    public void ConditionalExpectedTransactions_OfAllSupporters_MatchTheSpreadsheet()
    {
        double total = Rows().Sum(row => row.Weight * Donations.ConditionalExpectedTransactions(row.History, 5));
        Assert.Equal(12884.2, total, 0.3);
        Assert.Equal(12883.985, total, 0.1);
    }

    // Paper, table 6: alive in the next period.
    [Theory]
    [InlineData(0, 0, 0.11, 0.1081338)]
    [InlineData(2, 4, 0.59, 0.5896459)]
    [InlineData(6, 6, 0.93, 0.9304303)]
    public void PAlive_MatchesThePaper(int x, int recency, double printed, double exact)
    {
        double alive = Donations.PAlive(new DiscreteHistory(x, recency, 6));
        Assert.Equal(printed, alive, 0.005);
        Assert.Equal(exact, alive, 1e-6);
    }

    [Fact]
    public void EveryHistory_MatchesTheReferenceTable()
    {
        // The file was made with the maximum of its own run, to about 1e-7.
        foreach (string line in File.ReadLines(ReferenceData.Path("ref_bgbb_donations_predictions.csv")).Skip(1))
        {
            double[] row = [.. line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
            var history = new DiscreteHistory((int)row[0], (int)row[1], (int)row[2]);
            Assert.Equal(row[5], Donations.ConditionalExpectedTransactions(history, 5), 1e-6 * row[5]);
            Assert.Equal(row[6], Donations.PAlive(history), 1e-6 * row[6]);
            Assert.Equal(row[7], Donations.DiscountedExpectedResidualTransactions(history, 0.1), 1e-6 * row[7]);
        }
    }

    [Fact]
    public void ExpectedTransactions_OfEachYear_MatchTheSpreadsheet()
    {
        double[] expected = [5535.85, 4717.08, 4147.64, 3724.68, 3395.91, 3131.66, 2913.79, 2730.50, 2573.75, 2437.87, 2318.74];
        for (int n = 1; n <= 11; n++)
            Assert.Equal(expected[n - 1], 11104 * (Donations.ExpectedTransactions(n) - Donations.ExpectedTransactions(n - 1)), 0.011);
    }

    // BTYD's documented example.
    [Fact]
    public void DiscountedExpectedResidualTransactions_OfTheDocumentedExample()
    {
        var model = new BgBb(1.20, 0.75, 0.66, 2.78);
        Assert.Equal(1.621379186, model.DiscountedExpectedResidualTransactions(new DiscreteHistory(3, 4, 6), 0.1), 1e-8);
        double[] expected = [1.802044799, 2.621156071, 3.440267343, 4.259378615, 5.078489887, 5.897601159];
        for (int x = 1; x <= 6; x++)
            Assert.Equal(expected[x - 1], model.DiscountedExpectedResidualTransactions(new DiscreteHistory(x, 6, 6), 0.1), 1e-8);
    }

    [Fact]
    public void ConditionalProbabilities_AddUpToOneAndToTheExpectation()
    {
        foreach (var (history, _) in Rows())
        {
            double sum = 0, mean = 0;
            for (int y = 0; y <= 5; y++)
            {
                double p = Donations.ConditionalProbabilityOfTransactions(history, y, 5);
                Assert.InRange(p, 0, 1);
                sum += p;
                mean += y * p;
            }
            Assert.Equal(1, sum, 1e-10);
            Assert.Equal(Donations.ConditionalExpectedTransactions(history, 5), mean, 1e-10);
        }
    }

    [Fact]
    public void LogLikelihood_OfAllHistoriesOfALength_AddsUpToOne()
    {
        double sum = 0;
        for (int pattern = 0; pattern < 1 << 6; pattern++)
        {
            int x = int.PopCount(pattern), recency = pattern == 0 ? 0 : int.Log2(pattern) + 1;
            sum += Math.Exp(Donations.LogLikelihood(new DiscreteHistory(x, recency, 6)));
        }
        Assert.Equal(1, sum, 1e-12);
    }

    [Fact]
    public void Gradient_IsTheSlopeOfTheLikelihood()
    {
        var likelihood = new BgBbLikelihood(Rows());
        double[] point = [0.3, -0.2, -0.5, 0.9], gradient = new double[4], unused = new double[4];
        likelihood.Evaluate(point, gradient);
        for (int i = 0; i < 4; i++)
        {
            const double Step = 1e-5;
            double[] above = [.. point], below = [.. point];
            above[i] += Step;
            below[i] -= Step;
            double slope = (likelihood.Evaluate(above, unused) - likelihood.Evaluate(below, unused)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 1e-5 * (1 + Math.Abs(slope)));
        }
    }

    [Fact]
    public void Simulate_AgreesWithTheFormulas()
    {
        const int Customers = 60_000;
        var base60 = Donations.Simulate(Customers, 6, 5, 17);
        Assert.All(base60, c => Assert.True(c.History.IsLegal));
        Assert.Equal(Customers * Donations.ExpectedTransactions(6), base60.Sum(c => c.History.Frequency), 0.01 * Customers);
        for (int x = 0; x <= 6; x++)
        {
            double expected = Customers * Donations.ProbabilityOfTransactions(x, 6);
            Assert.Equal(expected, base60.Count(c => c.History.Frequency == x), 4 * Math.Sqrt(expected));
        }
        foreach (var group in base60.GroupBy(c => c.History).Where(g => g.Count() > 500))
        {
            double expected = group.Count() * Donations.ConditionalExpectedTransactions(group.Key, 5);
            Assert.Equal(expected, group.Sum(c => c.HoldoutPurchases), 4 * Math.Sqrt(5 * expected) + 3);
        }
    }

    [Fact]
    public void Fit_OfASimulatedBase_FindsTheParametersAgain()
    {
        var truth = new BgBb(2, 3, 1.5, 9);
        var fit = BgBb.Fit(truth.Simulate(100_000, 12, 0, 5).Select(c => (c.History, 1.0)));
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        for (int i = 0; i < 4; i++)
            Assert.Equal(new[] { 2, 3, 1.5, 9 }[i], fit.Parameters[i].Value, 4 * fit.Parameters[i].StandardError);
    }

    [Fact]
    public void Simulate_MoreCustomers_BeginsWithTheSame() =>
        Assert.Equal(Donations.Simulate(10, 6, 5, 3), Donations.Simulate(20, 6, 5, 3).Take(10));

    [Theory]
    [InlineData(3, 2, 6)]
    [InlineData(0, 1, 6)]
    [InlineData(1, 7, 6)]
    [InlineData(-1, 0, 6)]
    public void PAlive_OfAnImpossibleHistory_Throws(int x, int recency, int n) =>
        Assert.Throws<ArgumentException>(() => Donations.PAlive(new DiscreteHistory(x, recency, n)));

    [Fact]
    public void Fit_WithoutRepeaters_IsTooLittle() =>
        Assert.Equal(FitVerdict.TooLittleData, BgBb.Fit([(new DiscreteHistory(0, 0, 6), 1000)]).Verdict);

    private static List<(DiscreteHistory History, double Weight)> Rows() =>
    [
        .. File.ReadLines(ReferenceData.Path("bgbb_donations.csv")).Skip(1)
            .Select(line => Array.ConvertAll(line.Split(','), field => int.Parse(field, CultureInfo.InvariantCulture)))
            .Select(row => (new DiscreteHistory(row[0], row[1], row[2]), (double)row[3])),
    ];
}
