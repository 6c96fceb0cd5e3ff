using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv.Lifetimes;

/// <summary>Fits the Gamma-Gompertz/NBD, starting from its limit, the Pareto/NBD, among others.</summary>
internal static class GammaGompertzFit
{
    public static readonly string[] Names = ["r", "alpha", "b", "s", "beta"];

    public static FitEvidence Maximise(PurchaseHistories data, FitOptions options)
    {
        var whole = new GammaGompertzLikelihood(data);
        double rate = DataRules.PurchaseRate(data), age = DataRules.MeanAge(data);
        double[] neutral = [Math.Log(0.5), Math.Log(0.5 / (1.5 * rate)), Math.Log(0.3 / age), Math.Log(0.6), Math.Log(0.5)];
        if (DataRules.Broken(data, options) is { } broken)
            return DataRules.Unfitted(Names, neutral, data.Groups == 0 ? 0 : whole.Evaluate(neutral, new double[5]), broken);
        PurchaseHistories sampled = SystematicSample.Of(data);
        GammaGompertzLikelihood sample = ReferenceEquals(sampled, data) ? whole : new GammaGompertzLikelihood(sampled);
        FitEvidence pareto = ParetoNbdFit.Maximise(sampled, options);
        double time = Math.Log(age);
        double[][] starts =
        [
            NearPareto(pareto.LogParameters, 0.01 / age),
            NearPareto(pareto.LogParameters, 0.5 / age),
            neutral,
            [0, -Math.Log(rate), Math.Log(2 / age), Math.Log(0.5), Math.Log(3)],
        ];
        double[] lower = [-10, time - 16, -time - 16, WithoutChurn.LogOfNoChurn, -16], upper = [10, time + 16, -time + 4, 10, 16];
        FitEvidence fit = new MaximumLikelihood(whole, sample, new Box(lower, upper), starts, Names, options).Fit();
        return WithoutChurn.Compare(fit, whole, sample, lower, upper, [double.NaN, double.NaN, -time, WithoutChurn.LogOfNoChurn, 0], options);
    }

    private static double[] NearPareto(double[] pareto, double b) => [pareto[0], pareto[1], Math.Log(b), pareto[2], pareto[3] + Math.Log(b)];
}
