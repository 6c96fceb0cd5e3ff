using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Benchmarks.Models;

/// <summary>A simulated customer base in whole days, one array a column.</summary>
internal sealed record CustomerDays(int[] Frequency, int[] Recency, int[] Age, double[] MeanValue)
{
    /// <summary>
    /// The CDNOW estimates of BG/NBD and Gamma-Gamma; first purchases spread over the first twelve weeks, as in CDNOW.
    /// </summary>
    public static CustomerDays Simulate(int customers, int weeks)
    {
        const int CohortDays = 84;
        var t = new double[customers];
        for (int i = 0; i < customers; i++)
            t[i] = ((weeks * 7) - (i % CohortDays)) / 7.0;
        SimulatedCustomers simulated = new BgNbd(.243, 4.414, .793, 2.426, TimeUnit.Week).Simulate(t, 0, 20050101, 1 / 7.0);
        var days = new CustomerDays(new int[customers], new int[customers], new int[customers], []);
        for (int i = 0; i < customers; i++)
        {
            PurchaseHistory history = simulated.Histories[i];
            days.Frequency[i] = history.Frequency;
            days.Recency[i] = (int)Math.Round(history.Recency * 7);
            days.Age[i] = (int)Math.Round(history.T * 7);
        }
        return days with { MeanValue = new GammaGamma(6.25, 3.74, 15.44).SimulateMeanValues(days.Frequency, 20130101) };
    }
}
