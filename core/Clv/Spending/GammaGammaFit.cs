using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv.Spending;

/// <summary>Fits Gamma-Gamma and recognises data that it does not describe.</summary>
internal static class GammaGammaFit
{
    public static readonly string[] Names = ["p", "q", "gamma"];

    private const double Huge = 9;

    public static FitEvidence Maximise(SpendData data, FitOptions options)
    {
        double mean = data.Customers > 0 ? data.TotalOfMeans / data.Customers : 1;
        double[][] starts = [Start(6, 4, mean), Start(1, 2.5, mean), Start(20, 4, mean), Start(2, 12, mean), Start(0.5, 1.5, mean)];
        var likelihood = new GammaGammaLikelihood(data);
        if (data.Customers < options.MinimumRepeatCustomers)
        {
            string few = DataRules.Sentence("customers with a repeat purchase of known value", data.Customers, options.MinimumRepeatCustomers);
            return DataRules.Unfitted(Names, starts[0], data.Rows == 0 ? 0 : likelihood.Evaluate(starts[0], new double[3]), few);
        }
        double money = Math.Log(mean);
        var box = new Box([-10, -10, money - 20], [12, 12, money + 20]);
        FitEvidence fit = new MaximumLikelihood(likelihood, Sample(data, likelihood), box, starts, Names, options).Fit();
        return Degeneracy(fit) is { } reason ? fit with { Verdict = FitVerdict.Degenerate, Reason = reason } : fit;
    }

    private static string? Degeneracy(FitEvidence fit)
    {
        double p = fit.LogParameters[0], q = fit.LogParameters[1];
        if (q <= 0)
            return "q is not above 1, so that the mean spend of the population would be infinite; the observed mean is used instead.";
        if (p >= Huge)
            return "p grows without limit: customers' values do not vary; the observed mean is used instead.";
        if (q >= Huge)
            return "q grows without limit: customers do not differ in what they spend; the observed mean is used instead.";
        return null;
    }

    private static GammaGammaLikelihood Sample(SpendData data, GammaGammaLikelihood whole)
    {
        const int RowsWorthSampling = 10_000;
        if (data.Rows <= RowsWorthSampling)
            return whole;
        int interval = data.Rows / 4000, rows = data.Rows / interval;
        var frequency = new int[rows];
        var value = new double[rows];
        var weight = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            int from = (i * interval) + (interval / 2);
            (frequency[i], value[i], weight[i]) = (data.Frequency[from], data.MeanValue[from], data.Weight[from]);
        }
        return new GammaGammaLikelihood(SpendData.FromWeighted(frequency, value, weight));
    }

    private static double[] Start(double p, double q, double mean) => [Math.Log(p), Math.Log(q), Math.Log(mean * (q - 1) / p)];
}
