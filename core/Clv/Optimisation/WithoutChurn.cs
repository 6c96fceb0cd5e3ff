using System.Globalization;

namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>
/// Compares a fit with the simpler model that it contains, in which nobody ever drops out. Where the data cannot tell the two apart, the
/// churn parameters are held to be undetermined.
/// </summary>
internal static class WithoutChurn
{
    /// <summary>ln of a parameter value at which churn is nil for every purpose.</summary>
    public const double LogOfNoChurn = -14;

    private const double MeasurableGain = 2;
    private const double ObviousGain = 20;

    /// <param name="fit">The maximum that was found.</param>
    /// <param name="likelihood">The likelihood of the larger model.</param>
    /// <param name="sample">The same of a sample of the customers; where churn is obvious in it, it is in the whole.</param>
    /// <param name="lower">Its box.</param>
    /// <param name="upper">Its box.</param>
    /// <param name="pinned">ln of each parameter in the simpler model; NaN for those that it estimates too.</param>
    /// <param name="options">The options of the fit.</param>
    public static FitEvidence Compare(FitEvidence fit, ILikelihood likelihood, ILikelihood sample, double[] lower, double[] upper, double[] pinned, FitOptions options)
    {
        double[] Pin(double[] values) => values.Select((value, i) => double.IsNaN(pinned[i]) ? value : pinned[i]).ToArray();
        Bfgs Simplest(ILikelihood of)
        {
            var search = new Bfgs(of, new Box(Pin(lower), Pin(upper)), options, Pin(fit.LogParameters), []);
            search.Run(options.MaxIterations, options.GradientTolerance);
            return search;
        }
        bool sampled = !ReferenceEquals(sample, likelihood);
        if (sampled && sample.Evaluate(fit.LogParameters, new double[pinned.Length]) > (Simplest(sample).Value * sample.Customers) + ObviousGain)
            return fit;
        Bfgs simpler = Simplest(likelihood);
        double simplerValue = simpler.Value * likelihood.Customers, gain = fit.LogLikelihood - simplerValue;
        if (gain >= MeasurableGain)
            return fit;
        FitEvidence better = gain >= 0 ? fit : fit with
        {
            LogParameters = simpler.Point.ToArray(),
            LogLikelihood = simplerValue,
            GradientNorm = simpler.GradientNorm,
        };
        string churnParameters = string.Join(" and ", fit.Names.Where((_, i) => !double.IsNaN(pinned[i])));
        return better with
        {
            Verdict = FitVerdict.Boundary,
            Reason = string.Create(CultureInfo.InvariantCulture, $"No measurable churn: dropout raises the log-likelihood by {Math.Max(0, gain):0.###} only. Predictions hold, but {churnParameters} mean little."),
            Covariance = Without(fit.Covariance, pinned),
        };
    }

    private static double[] Without(double[] covariance, double[] pinned)
    {
        int n = pinned.Length;
        return covariance.Select((entry, at) => double.IsNaN(pinned[at / n]) && double.IsNaN(pinned[at % n]) ? entry : 0).ToArray();
    }
}
