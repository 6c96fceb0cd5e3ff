using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>Fits the Pareto/NBD and compares it with the NBD, which it contains.</summary>
internal static class ParetoNbdFit
{
    public static readonly string[] Names = ["r", "alpha", "s", "beta"];

    public static FitEvidence Maximise(PurchaseHistories data, FitOptions options)
    {
        var whole = new ParetoNbdLikelihood(data);
        double rate = DataRules.PurchaseRate(data), age = DataRules.MeanAge(data);
        double[][] starts =
        [
            Start(0.5, 1.5 * rate, 0.6, 0.5 * age),
            Start(1, 1.5 * rate, 1, age),
            Start(1, rate, 0.1, age),
            Start(0.5, 3 * rate, 0.4, 0.1 * age),
            Start(4, 1.2 * rate, 3, 5 * age),
        ];
        if (DataRules.Broken(data, options) is { } broken)
            return DataRules.Unfitted(Names, starts[0], data.Groups == 0 ? 0 : whole.Evaluate(starts[0], new double[4]), broken);
        PurchaseHistories sampled = SystematicSample.Of(data);
        ParetoNbdLikelihood sample = ReferenceEquals(sampled, data) ? whole : new ParetoNbdLikelihood(sampled);
        double time = Math.Log(age);
        double[] lower = [-10, time - 16, WithoutChurn.LogOfNoChurn, time - 16], upper = [10, time + 16, 10, time + 16];
        FitEvidence fit = new MaximumLikelihood(whole, sample, new Box(lower, upper), starts, Names, options).Fit();
        return WithoutChurn.Compare(fit, whole, sample, lower, upper, [double.NaN, double.NaN, WithoutChurn.LogOfNoChurn, time], options);
    }

    private static double[] Start(double r, double rate, double s, double beta) => [Math.Log(r), Math.Log(r / rate), Math.Log(s), Math.Log(beta)];
}
