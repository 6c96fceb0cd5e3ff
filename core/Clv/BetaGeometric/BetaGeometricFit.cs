using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv.BetaGeometric;

/// <summary>Fits one member of the family with k given, and compares it with the same model without dropout, which it contains.</summary>
internal static class BetaGeometricFit
{
    public static readonly string[] Names = ["r", "alpha", "a", "b"];

    public static FitResult<TModel> Run<TModel>(PurchaseHistories data, int k, bool dropoutAtZero, FitOptions? options, ModelFactory<TModel> create)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new FitResult<TModel>(Maximise(data, k, dropoutAtZero, options ?? FitOptions.Default), data.Customers, create);
    }

    /// <summary>
    /// Fits k = 1, 2, … 12 and keeps the best; two falls in a row end the search. Without sums of log gaps the likelihoods of different k
    /// cannot be compared, and k stays 1.
    /// </summary>
    public static (int K, FitEvidence Evidence) ChooseK(PurchaseHistories data, bool dropoutAtZero, FitOptions? options)
    {
        ArgumentNullException.ThrowIfNull(data);
        const int MostStages = 12;
        (int K, FitEvidence Evidence) best = (1, Maximise(data, 1, dropoutAtZero, options ?? FitOptions.Default));
        if (best.Evidence.Verdict == FitVerdict.TooLittleData || data.SumLogGaps == 0)
            return best;
        for (int k = 2; k <= MostStages && k <= best.K + 2; k++)
        {
            FitEvidence evidence = Maximise(data, k, dropoutAtZero, options ?? FitOptions.Default);
            if (evidence.LogLikelihood > best.Evidence.LogLikelihood)
                best = (k, evidence);
        }
        return best;
    }

    public static FitEvidence Maximise(PurchaseHistories data, int k, bool dropoutAtZero, FitOptions options)
    {
        var whole = new BetaGeometricLikelihood(data, k, dropoutAtZero);
        double[][] starts = Starts(DataRules.PurchaseRate(data) * k);
        if (DataRules.Broken(data, options) is { } broken)
            return DataRules.Unfitted(Names, starts[0], data.Groups == 0 ? 0 : whole.Evaluate(starts[0], new double[4]), broken);
        PurchaseHistories sampled = SystematicSample.Of(data);
        BetaGeometricLikelihood sample = ReferenceEquals(sampled, data) ? whole : new BetaGeometricLikelihood(sampled, k, dropoutAtZero);
        double time = Math.Log(DataRules.MeanAge(data));
        double[] lower = [-10, time - 16, WithoutChurn.LogOfNoChurn, -12], upper = [10, time + 16, 10, 12];
        FitEvidence fit = new MaximumLikelihood(whole, sample, new Box(lower, upper), starts, Names, options).Fit();
        return WithoutChurn.Compare(fit, whole, sample, lower, upper, [double.NaN, double.NaN, WithoutChurn.LogOfNoChurn, 0], options);
    }

    private static double[][] Starts(double rate) =>
    [
        Start(0.3, 1.5 * rate, 0.5, 2),
        Start(1, 1.5 * rate, 0.5, 2),
        Start(1, rate, 0.03, 2),
        Start(0.3, 2.5 * rate, 1, 1),
        Start(4, rate, 0.5, 5),
    ];

    private static double[] Start(double r, double rate, double a, double b) => [Math.Log(r), Math.Log(r / rate), Math.Log(a), Math.Log(b)];
}
