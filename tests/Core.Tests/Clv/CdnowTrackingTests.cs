using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv;

/// <summary>The matrices behind BTYD's plots of the CDNOW sample, and whole tables of other packages.</summary>
public sealed class CdnowTrackingTests
{
    private static readonly BgNbd Bg = new(.2425945, 4.4136019, .7929199, 2.4258881, TimeUnit.Week);
    private static readonly ParetoNbd Pareto = new(.55328, 10.5777, .60624, 11.6687, TimeUnit.Week);
    private static readonly GammaGamma Spend = new(6.24935, 3.74426, 15.44431);

    [Fact]
    public void ProbabilityOfTransactions_SummedOverCustomers_GivesTheFrequencyPlot()
    {
        // BTYD: PlotFrequencyInCalibration, bins 0..6; the last bin 7+ is the remainder.
        double[] bg = [1407.685, 460.321, 192.463, 101.165, 59.848, 38.120, 25.549], pareto = [1434.042, 396.883, 193.495, 111.813, 69.991, 45.856, 30.932];
        (double T, int Customers)[] ages = Ages();
        for (int n = 0; n < bg.Length; n++)
        {
            Near.Relative(bg[n], ages.Sum(age => age.Customers * Bg.ProbabilityOfTransactions(n, age.T)), 1e-3);
            Near.Relative(pareto[n], ages.Sum(age => age.Customers * Pareto.ProbabilityOfTransactions(n, age.T)), 1e-3);
        }
    }

    [Fact]
    public void ExpectedTransactions_SummedOverCustomers_GivesTheTrackingPlot()
    {
        // BTYD: PlotTrackingCum at weeks 13, 26, 39, 52, 65, 78 of the panel, which begins with the first purchase of the oldest customer.
        double[] bg = [722.528, 1736.340, 2501.510, 3134.078, 3680.609, 4165.615], pareto = [712.385, 1742.830, 2532.762, 3191.148, 3763.921, 4275.513];
        (double T, int Customers)[] ages = Ages();
        for (int i = 0; i < bg.Length; i++)
        {
            double week = 13 * (i + 1), oldest = ages.Max(age => age.T);
            double Total(CustomerBaseModel model) => ages.Sum(age => age.Customers * model.ExpectedTransactions(Math.Max(0, week - oldest + age.T)));
            Near.Relative(bg[i], Total(Bg), 1e-3);
            Near.Relative(pareto[i], Total(Pareto), 1e-3);
        }
    }

    [Fact]
    public void ConditionalExpectedTransactions_ByFrequency_GivesTheHoldoutPlot()
    {
        // BTYD: PlotFreqVsConditionalExpectedFrequency, bins 0..7+.
        double[] bg = [.2251, .5231, 1.0441, 1.5203, 2.1638, 2.6538, 3.5040, 6.1570], pareto = [.1385, .5995, 1.1960, 1.7140, 2.3985, 2.9074, 3.8189, 6.4035];
        PurchaseHistory[] customers = CustomerBySufficientStatistic.Cdnow().Histories();
        for (int n = 0; n < bg.Length; n++)
        {
            PurchaseHistory[] bin = customers.Where(customer => Math.Min(7, customer.Frequency) == n).ToArray();
            Near.Absolute(bg[n], bin.Average(customer => Bg.ConditionalExpectedTransactions(customer, 39)), 2e-3);
            Near.Absolute(pareto[n], bin.Average(customer => Pareto.ConditionalExpectedTransactions(customer, 39)), 2e-3);
        }
    }

    [Fact]
    public void Fits_PredictEveryCustomerAsClvToolsDoes()
    {
        CustomerBySufficientStatistic cdnow = CustomerBySufficientStatistic.Cdnow();
        PurchaseHistories data = cdnow.Weeks();
        Dictionary<double, PurchaseHistory> byId = cdnow.Column("cust").Zip(cdnow.Histories()).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach ((string file, CustomerBaseModel model) in (ReadOnlySpan<(string, CustomerBaseModel)>)
        [
            ("ref_clvtools_cdnow_bgnbd_predict.csv", BgNbd.Fit(data).Model), ("ref_clvtools_cdnow_pnbd_predict.csv", ParetoNbd.Fit(data).Model),
        ])
        {
            CustomerBySufficientStatistic table = CustomerBySufficientStatistic.Read(file);
            double[] id = table.Column("Id"), expected = table.Column("CET"), alive = table.Column("PAlive");
            Assert.Equal(2357, id.Length);
            for (int i = 0; i < id.Length; i++)
            {
                Near.Relative(expected[i], model.ConditionalExpectedTransactions(byId[id[i]], 39), 1e-3);
                Near.Relative(alive[i], model.PAlive(byId[id[i]]), 1e-3);
            }
        }
    }

    [Fact]
    public void DiscountedExpectedResidualTransactions_AtAYearlyRatePerWeek_IsClvToolsDefault()
    {
        // CLVTools applies its default ln(1.1) to each week: the trap that an annual rate must be converted out of.
        PurchaseHistory[] customers = CustomerBySufficientStatistic.Cdnow().Histories();
        var heavy = new PurchaseHistory(26, 30 + (6 / 7.0), 31);
        Near.Relative(5.94223, Pareto.DiscountedExpectedResidualTransactions(heavy, Math.Log(1.1)), 1e-3);
        Near.Relative(490.886, customers.Sum(customer => Pareto.DiscountedExpectedResidualTransactions(customer, Math.Log(1.1))), 1e-3);
        Near.Relative(107.772, Pareto.DiscountedExpectedResidualTransactions(heavy, Math.Log(1.1) / 52), 1e-3);
    }

    [Fact]
    public void MonthlyValue_OfBgNbdAndGammaGamma_IsThatOfLifetimes()
    {
        // lifetimes.utils._customer_lifetime_value: months of 4.345 weeks, 1 % a month, twelve months.
        CustomerBySufficientStatistic cdnow = CustomerBySufficientStatistic.Cdnow();

        // Its data set carries recency and T rounded to two decimals.
        PurchaseHistory[] customers = cdnow.Histories().Select(c => c with { Recency = Math.Round(c.Recency, 2), T = Math.Round(c.T, 2) }).ToArray();
        double[] money = cdnow.Column("sales.x");
        double total = 0, undiscounted = 0;
        var first = new List<double>();
        for (int i = 0; i < customers.Length; i++)
        {
            int x = customers[i].Frequency;
            double spend = Spend.ExpectedMeanSpend(x, x > 0 ? money[i] / x : 0), value = 0, last = 0;
            for (int month = 1; month <= 12; month++)
            {
                double expected = Bg.ConditionalExpectedTransactions(customers[i], month * 4.345);
                value += spend * (expected - last) / Math.Pow(1.01, month);
                last = expected;
            }
            total += value;
            undiscounted += spend * last;
            first.Add(value);
        }
        Near.Relative(71_509.899, total, 5e-4);
        Near.Relative(75_872.117, undiscounted, 5e-4);
        double[] published = [36.278496, 4.637466, 8.344093, 8.344093, 8.344093, 283.523593, 6.881407, 8.344093, 43.353642, 8.344093];
        for (int i = 0; i < published.Length; i++)
            Near.Relative(published[i], first[i], 5e-4);
    }

    private static (double T, int Customers)[] Ages() => CustomerBySufficientStatistic.Cdnow().AgeDays.GroupBy(days => days)
        .Select(group => (group.Key / 7.0, group.Count())).ToArray();
}
