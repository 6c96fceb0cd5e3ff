using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.Simulation;
using ServerlessSeg.Core.Clv.SpecialFunctions;
using ServerlessSeg.Core.Clv.Spending;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// Gamma-Gamma model of the value of a purchase: Fader &amp; Hardie (2013), "The Gamma-Gamma model of monetary value", note 025. The value of
/// a purchase is gamma(p, ν) and ν varies over customers as gamma(q, gamma).
/// </summary>
public sealed class GammaGamma
{
    /// <summary>A model with known parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite or not above 0, or q is not above 1: the mean would be infinite.</exception>
    public GammaGamma(double p, double q, double gamma)
        : this([p, q, gamma], NamedValues.Of(GammaGammaFit.Names, [p, q, gamma]), double.NaN, false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(p);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gamma);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(q, 1);
        if (!double.IsFinite(p * q * gamma))
            throw new ArgumentOutOfRangeException(nameof(p), "Every parameter must be finite.");
    }

    internal GammaGamma(ReadOnlySpan<double> values, IReadOnlyList<ModelParameter> parameters, double observedMean, bool meanOnly)
    {
        P = values[0];
        Q = values[1];
        Gamma = values[2];
        Parameters = parameters;
        UsesPopulationMeanOnly = meanOnly || !(Q > 1);
        PopulationMeanSpend = UsesPopulationMeanOnly ? observedMean : P * Gamma / (Q - 1);
    }

    /// <summary>p: shape of one customer's values.</summary>
    public double P { get; }

    /// <summary>q: shape of the distribution of ν over customers.</summary>
    public double Q { get; }

    /// <summary>γ: rate of the distribution of ν, in money.</summary>
    public double Gamma { get; }

    /// <summary>p, q, gamma.</summary>
    public IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>
    /// E[Z] = p γ/(q − 1) over all customers; the observed mean where the fit was <see cref="FitVerdict.Degenerate"/>.
    /// </summary>
    public double PopulationMeanSpend { get; }

    /// <summary>True for a degenerate fit: every customer is then expected to spend <see cref="PopulationMeanSpend"/>.</summary>
    public bool UsesPopulationMeanOnly { get; }

    /// <summary>Fits p, q, gamma by maximum likelihood.</summary>
    public static FitResult<GammaGamma> Fit(SpendData data, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        FitEvidence evidence = GammaGammaFit.Maximise(data, options ?? FitOptions.Default);
        double mean = data.Customers > 0 ? data.TotalOfMeans / data.Customers : 0;
        bool meanOnly = evidence.Verdict is FitVerdict.Degenerate or FitVerdict.TooLittleData;
        return new FitResult<GammaGamma>(evidence, data.Customers, (values, parameters) => new GammaGamma(values, parameters, mean, meanOnly));
    }

    /// <summary>
    /// E[Z | x, mean]: what a purchase of this customer is expected to be worth (note 025, eq. 5), between the customer's own mean and
    /// the population's. The population mean for x = 0 or a mean that is not above 0.
    /// </summary>
    /// <param name="x">Repeat purchases.</param>
    /// <param name="meanValue">Their mean value.</param>
    public double ExpectedMeanSpend(int x, double meanValue)
    {
        if (UsesPopulationMeanOnly || x <= 0 || !(meanValue > 0) || !double.IsFinite(meanValue))
            return PopulationMeanSpend;
        double own = P * x / ((P * x) + (Q - 1));
        return (own * meanValue) + ((1 - own) * PopulationMeanSpend);
    }

    /// <summary>Draws the mean repeat value of customers with the x given; 0 for x = 0. The same seed gives the same values.</summary>
    public double[] SimulateMeanValues(ReadOnlySpan<int> frequency, ulong seed)
    {
        var means = new double[frequency.Length];
        for (int i = 0; i < means.Length; i++)
        {
            var random = new SeededRandom(seed, (ulong)i);
            double rate = random.Gamma(Q) / Gamma;
            means[i] = frequency[i] <= 0 ? 0 : random.Gamma(P * frequency[i]) / (rate * frequency[i]);
        }
        return means;
    }

    /// <summary>ln of the density of one customer's mean value (note 025, eq. 1a); 0 for x = 0.</summary>
    public double LogLikelihood(int x, double meanValue)
    {
        if (x <= 0)
            return 0;
        double shape = P * x;
        return (Q * Math.Log(Gamma)) + ((shape - 1) * Math.Log(meanValue)) + (shape * Math.Log(x))
            - ((shape + Q) * Math.Log(Gamma + (x * meanValue))) - GammaFunction.LogBeta(shape, Q);
    }
}
