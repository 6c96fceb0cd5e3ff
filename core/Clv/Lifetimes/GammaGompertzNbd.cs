using ServerlessSeg.Core.Clv.Lifetimes;
using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.Simulation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// Gamma-Gompertz/NBD: Bemmaor &amp; Glady (2012), "Modeling purchasing behavior with sudden death: a flexible customer lifetime model",
/// Management Science 58(5). The hazard of dropping out grows by e^b a unit of time for each customer, which lets the mixed lifetime have a
/// mode above 0; b → 0 with beta/b fixed is the Pareto/NBD.
/// </summary>
public sealed class GammaGompertzNbd : ContinuousLifetimeModel
{
    private readonly double[] values;
    private readonly GompertzGamma life;

    /// <summary>A model with known parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite or not above 0.</exception>
    public GammaGompertzNbd(double r, double alpha, double b, double s, double beta, TimeUnit unit)
        : this([r, alpha, b, s, beta], NamedValues.Of(GammaGompertzFit.Names, [r, alpha, b, s, beta]), unit)
    {
    }

    private GammaGompertzNbd(ReadOnlySpan<double> values, IReadOnlyList<ModelParameter> parameters, TimeUnit unit)
        : base(nameof(GammaGompertzNbd), values[0], values[1], unit)
    {
        B = Positive(values[2], "b");
        S = Positive(values[3], "s");
        Beta = Positive(values[4], "beta");
        this.values = values.ToArray();
        life = new GompertzGamma(B, S, Beta);
        Parameters = parameters;
    }

    /// <summary>b: growth of the hazard a unit of time.</summary>
    public double B { get; }

    /// <summary>s: shape of the gamma distribution of the Gompertz scale.</summary>
    public double S { get; }

    /// <summary>β: rate of the gamma distribution of the Gompertz scale.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>Fits r, alpha, b, s, beta by maximum likelihood. b and beta often form a ridge; the verdict says so.</summary>
    public static FitResult<GammaGompertzNbd> Fit(PurchaseHistories data, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        FitEvidence evidence = GammaGompertzFit.Maximise(data, options ?? FitOptions.Default);
        return new FitResult<GammaGompertzNbd>(evidence, data.Customers, (estimates, parameters) => new GammaGompertzNbd(estimates, parameters, data.Unit));
    }

    internal override double LogSurvival(double y) => life.LogSurvival(y);

    internal override double LogDensity(double y) => life.LogDensity(y);

    internal override (double Active, double Lapsed) SinceLastPurchase(in PurchaseHistory history) =>
        GammaGompertzLikelihood.SinceLastPurchase(values, R + history.Frequency, history.Recency, history.T);

    internal override double RemainingLife(double age, double horizon, double rate)
    {
        double survivedSoFar = life.LogSurvival(age);
        GompertzGamma lifetime = life;
        return AdaptiveQuadrature.Integrate(u => Math.Exp(lifetime.LogSurvival(age + u) - survivedSoFar - (rate * u)), 0, horizon);
    }

    private protected override double DrawLifetime(ref SeededRandom random) => Precise.Log1P(random.Exponential() / (random.Gamma(S) / Beta)) / B;
}
