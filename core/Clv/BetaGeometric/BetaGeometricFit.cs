using System.Globalization;
using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv.BetaGeometric;

/// <summary>Fits one member of the family with k given, and compares it with the same model without dropout, which it contains.</summary>
internal static class BetaGeometricFit
{
    public static readonly string[] Names = ["r", "alpha", "a", "b"];

    private const double NoDropout = -12;
    private const double MeasurableGain = 2;

    public static FitResult<TModel> Run<TModel>(PurchaseHistories data, int k, bool dropoutAtZero, FitOptions? options, ModelFactory<TModel> create)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new FitResult<TModel>(Maximise(data, k, dropoutAtZero, options ?? FitOptions.Default), data.Customers, create);
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
        double[] lower = [-10, time - 16, NoDropout, -12], upper = [10, time + 16, 10, 12];
        FitEvidence fit = new MaximumLikelihood(whole, sample, new Box(lower, upper), starts, Names, options).Fit();
        return AgainstNoDropout(fit, whole, lower, upper, options);
    }

    private static FitEvidence AgainstNoDropout(FitEvidence fit, BetaGeometricLikelihood whole, double[] lower, double[] upper, FitOptions options)
    {
        double[] start = [fit.LogParameters[0], fit.LogParameters[1], NoDropout, 0];
        var box = new Box([lower[0], lower[1], NoDropout, 0], [upper[0], upper[1], NoDropout, 0]);
        var nested = new Bfgs(whole, box, options, start, []);
        nested.Run(options.MaxIterations, options.GradientTolerance);
        double gain = fit.LogLikelihood - (nested.Value * whole.Customers);
        if (gain >= MeasurableGain)
            return fit;
        string reason = string.Create(CultureInfo.InvariantCulture, $"No measurable churn: dropout raises the log-likelihood by {Math.Max(0, gain):0.###} only. Predictions hold, a and b mean little.");
        if (gain >= 0)
            return fit with { Verdict = FitVerdict.Boundary, Reason = reason, Covariance = WithoutDropout(fit.Covariance) };
        return fit with
        {
            LogParameters = nested.Point.ToArray(),
            LogLikelihood = nested.Value * whole.Customers,
            GradientNorm = nested.GradientNorm,
            Covariance = WithoutDropout(fit.Covariance),
            Verdict = FitVerdict.Boundary,
            Reason = reason,
        };
    }

    /// <summary>Keeps what is known of r and alpha; a and b are taken as fixed.</summary>
    private static double[] WithoutDropout(double[] covariance)
    {
        var kept = new double[16];
        foreach (int i in (ReadOnlySpan<int>)[0, 1, 4, 5])
            kept[i] = covariance[i];
        return kept;
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
