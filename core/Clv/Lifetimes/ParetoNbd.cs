using ServerlessSeg.Core.Clv.Lifetimes;
using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.Simulation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// Pareto/NBD: Schmittlein, Morrison &amp; Colombo (1987), "Counting your customers: who are they and what will they do next?", Management
/// Science 33(1). Lifetimes are exponential with rate μ ~ gamma(s, beta), so that S(y) = (β/(β + y))^s.
/// </summary>
public sealed class ParetoNbd : ContinuousLifetimeModel
{
    /// <summary>A model with known parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite or not above 0.</exception>
    public ParetoNbd(double r, double alpha, double s, double beta, TimeUnit unit)
        : this([r, alpha, s, beta], NamedValues.Of(ParetoNbdFit.Names, [r, alpha, s, beta]), unit)
    {
    }

    private ParetoNbd(ReadOnlySpan<double> values, IReadOnlyList<ModelParameter> parameters, TimeUnit unit)
        : base(nameof(ParetoNbd), values[0], values[1], unit)
    {
        S = Positive(values[2], "s");
        Beta = Positive(values[3], "beta");
        Parameters = parameters;
    }

    /// <summary>s: shape of the gamma distribution of μ.</summary>
    public double S { get; }

    /// <summary>β: rate of the gamma distribution of μ, a time.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>Fits r, alpha, s, beta by maximum likelihood.</summary>
    public static FitResult<ParetoNbd> Fit(PurchaseHistories data, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        FitEvidence evidence = ParetoNbdFit.Maximise(data, options ?? FitOptions.Default);
        return new FitResult<ParetoNbd>(evidence, data.Customers, (values, parameters) => new ParetoNbd(values, parameters, data.Unit));
    }

    internal override double LogSurvival(double y) => -S * Precise.Log1P(y / Beta);

    internal override double LogDensity(double y) => Math.Log(S / Beta) - ((S + 1) * Precise.Log1P(y / Beta));

    internal override (double Active, double Lapsed) SinceLastPurchase(in PurchaseHistory history)
    {
        double e = R + history.Frequency, a = Alpha + history.Recency, b = Beta + history.Recency, silence = history.T - history.Recency;
        double active = Math.Exp((-e * Precise.Log1P(silence / a)) - (S * Precise.Log1P(silence / b)));
        return (active, S / b * ParetoQuadrature.Integrate(e, S + 1, a, b, silence).Integral);
    }

    internal override double PurchaseProbabilityIfActive(in PurchaseHistory history, double horizon)
    {
        double e = R + history.Frequency, a = Alpha + history.T;
        return Math.Min(1, e / a * ParetoQuadrature.Integrate(e + 1, S, a, Beta + history.T, horizon).Integral);
    }

    /// <summary>
    /// Without discounting, c ((1 + h/c)^(1−s) − 1)/(1 − s) with c = β + age (Fader &amp; Hardie note 009), continuous at s = 1. With it, the
    /// confluent hypergeometric function of DERT (Fader, Hardie &amp; Lee 2005, "RFM and CLV", eq. 2) as the integral that it stands for,
    /// over v = ln(1 + u/c).
    /// </summary>
    internal override double RemainingLife(double age, double horizon, double rate)
    {
        double c = Beta + age, end = Precise.Log1P(horizon / c), power = 1 - S;
        if (rate == 0)
            return c * (power == 0 ? end : Precise.ExpM1(power * end) / power);
        double Integrand(double v) => Math.Exp((power * v) - (rate * c * Precise.ExpM1(v)));
        double reach = Math.Min(end, power < 0 ? 45 / -power : end);
        return c * GaussLegendre.Sixteen.Integrate(Integrand, 0, reach, Math.Min(1, 10 / Math.Abs(power)));
    }

    private protected override double DrawLifetime(ref SeededRandom random) => random.Exponential() / (random.Gamma(S) / Beta);
}
