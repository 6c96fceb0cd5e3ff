using System.Globalization;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Core.Tests.Clv;

/// <summary>
/// UCI Online Retail to 2011-12-09: wholesale buyers in whom no model measures churn. Likelihoods are the oracle, from an independent
/// optimiser with many starts; parameters lie on an edge and are not compared.
/// </summary>
public sealed class OnlineRetailTests
{
    private static readonly Lazy<(int[] X, int[] Recency, int[] Age, double[] LogGaps, double[] MeanValue)> Customers = new(Read);

    private static PurchaseHistories Data => PurchaseHistories.FromDays(Customers.Value.X, Customers.Value.Recency, Customers.Value.Age, Customers.Value.LogGaps, TimeUnit.Week);

    [Fact]
    public void Data_HaveTheSizeOfTheReference()
    {
        Assert.Equal(4338, Data.Customers);
        Assert.Equal(12425, Data.Transactions);
        Assert.Equal(1548, Data.Customers - Data.RepeatCustomers);
    }

    [Fact]
    public void Fit_OfEveryModel_ReachesTheLikelihoodAndSaysThatChurnIsNotMeasurable()
    {
        PurchaseHistories data = Data;
        Assert.True(Nbd.Fit(data).LogLikelihood >= -37645.6573 - .05);
        Flagged(BgNbd.Fit(data), -37645.5377);
        Flagged(MbgNbd.Fit(data), -37645.6397);
        Flagged(ParetoNbd.Fit(data), -37645.6573);
    }

    [Fact]
    public void Fit_OfGammaGamma_Converges()
    {
        FitResult<GammaGamma> fit = GammaGamma.Fit(SpendData.FromCustomers(Customers.Value.X, Customers.Value.MeanValue));
        Assert.Equal(2790, fit.Customers);
        Assert.Equal(FitVerdict.Converged, fit.Verdict);
        Near.Absolute(-19083.3307, fit.LogLikelihood, 1e-2);
        Near.Parameters(fit.Parameters, 1e-3, 2.10338, 3.45118, 485.8886);
    }

    private static void Flagged<TModel>(FitResult<TModel> fit, double logLikelihood)
        where TModel : CustomerBaseModel
    {
        Assert.True(fit.LogLikelihood >= logLikelihood - .05, $"{fit.Model.Name}: {fit.LogLikelihood}");
        Assert.Equal(FitVerdict.Boundary, fit.Verdict);
        Assert.Contains("No measurable churn", fit.Reason, StringComparison.Ordinal);
        PurchaseHistories data = Data;
        CustomerScores scores = CustomerScores.Of(fit.Model, data, new ScoringTerms(26, 13, .002));
        double total = 0;
        for (int g = 0; g < data.Groups; g++)
        {
            Assert.True(double.IsFinite(scores.ConditionalExpectedTransactions[g]));
            Assert.InRange(scores.PAlive[g], 0, 1);
            Assert.InRange(scores.ProbabilityOfNoPurchase[g], 0, 1);
            total += data.Weight[g] * scores.ConditionalExpectedTransactions[g];
        }
        Assert.InRange(Math.Round(total), 9446, 9456);
    }

    private static (int[] X, int[] Recency, int[] Age, double[] LogGaps, double[] MeanValue) Read()
    {
        var days = new SortedDictionary<string, SortedDictionary<int, double>>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(ReferenceData.Path("uci_online_retail.csv")).Skip(1))
        {
            // The quoted description is the only column with commas: count from both ends.
            string[] fields = line.Split(',');
            string id = fields[^2];
            double quantity = double.Parse(fields[^5], CultureInfo.InvariantCulture), price = double.Parse(fields[^3], CultureInfo.InvariantCulture);
            if (id.Length == 0 || quantity <= 0 || price <= 0)
                continue;
            int day = DateOnly.ParseExact(fields[^4].AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
            if (!days.TryGetValue(id, out SortedDictionary<int, double>? own))
                days.Add(id, own = []);
            own[day] = own.GetValueOrDefault(day) + (quantity * price);
        }
        int end = new DateOnly(2011, 12, 9).DayNumber;
        int[][] purchases = days.Values.Select(own => own.Keys.ToArray()).ToArray();
        return (
            purchases.Select(own => own.Length - 1).ToArray(),
            purchases.Select(own => own[^1] - own[0]).ToArray(),
            purchases.Select(own => end - own[0]).ToArray(),
            purchases.Select(own => own.Zip(own.Skip(1), (from, to) => Math.Log(to - from)).Sum()).ToArray(),
            days.Values.Select(own => own.Count > 1 ? own.Values.Skip(1).Average() : 0).ToArray());
    }
}
