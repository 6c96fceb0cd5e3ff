using ServerlessSeg.Core.Clv.Simulation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// Models whose customers buy at random with rate λ ~ gamma(r, alpha) until they drop out at any moment, independently of their
/// purchases. The distribution of that lifetime, mixed over customers, is what tells NBD, Pareto/NBD and Gamma-Gompertz/NBD apart; given
/// its survival function S all predictions have one form.
/// </summary>
public abstract class ContinuousLifetimeModel : CustomerBaseModel
{
    private protected ContinuousLifetimeModel(string name, double r, double alpha, TimeUnit unit)
        : base(name, unit)
    {
        R = Positive(r, nameof(r));
        Alpha = Positive(alpha, nameof(alpha));
    }

    /// <summary>r: shape of the gamma distribution of λ.</summary>
    public double R { get; }

    /// <summary>α: rate of the gamma distribution of λ, a time.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override double LogLikelihood(in PurchaseHistory history)
    {
        double e = R + history.Frequency;
        double buying = GammaFunction.Log(e) - GammaFunction.Log(R) + (R * Math.Log(Alpha)) - (e * Math.Log(Alpha + history.Recency));
        (double active, double lapsed) = SinceLastPurchase(history);
        return buying + LogSurvival(history.Recency) + Math.Log(active + lapsed);
    }

    /// <inheritdoc/>
    public override double PAlive(in PurchaseHistory history)
    {
        (double active, double lapsed) = SinceLastPurchase(history);
        return active / (active + lapsed);
    }

    /// <inheritdoc/>
    public override double ExpectedTransactions(double t)
    {
        CheckDuration(t, nameof(t));
        return R / Alpha * RemainingLife(0, t, 0);
    }

    /// <inheritdoc/>
    public override double ProbabilityOfTransactions(int n, double t)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        CheckDuration(t, nameof(t));
        if (t == 0)
            return n == 0 ? 1 : 0;
        double whole = Math.Exp(LogSurvival(t) + new NegativeBinomial(R, Alpha, t).LogMass(n));
        double cutShort = AdaptiveQuadrature.Integrate(y => Math.Exp(LogDensity(y) + new NegativeBinomial(R, Alpha, y).LogMass(n)), 0, t);
        return whole + cutShort;
    }

    internal override double ExpectedIfActive(in PurchaseHistory history, double horizon) =>
        (R + history.Frequency) / (Alpha + history.T) * RemainingLife(history.T, horizon, 0);

    internal override double DiscountedIfActive(in PurchaseHistory history, double horizon, double rate) =>
        (R + history.Frequency) / (Alpha + history.T) * RemainingLife(history.T, Math.Min(horizon, 45 / rate), rate);

    /// <summary>The first purchase happens at u, while the customer is still active: the integral of its density over the horizon.</summary>
    internal override double PurchaseProbabilityIfActive(in PurchaseHistory history, double horizon)
    {
        double e = R + history.Frequency, rate = Alpha + history.T, age = history.T, survivedSoFar = LogSurvival(age);
        double Density(double u) => Math.Exp((-(e + 1) * Precise.Log1P(u / rate)) + LogSurvival(age + u) - survivedSoFar);
        return Math.Min(1, e / rate * AdaptiveQuadrature.Integrate(Density, 0, horizon));
    }

    private protected override void Live(ref SeededRandom random, ref PurchaseClock clock)
    {
        double rate = random.Gamma(R) / Alpha, end = Math.Min(clock.End, DrawLifetime(ref random));
        for (double time = random.Exponential() / rate; time <= end; time += random.Exponential() / rate)
            clock.Purchase(time);
    }

    /// <summary>A lifetime from the mixed distribution.</summary>
    private protected abstract double DrawLifetime(ref SeededRandom random);

    /// <summary>ln S(y).</summary>
    internal abstract double LogSurvival(double y);

    /// <summary>ln of the density of the lifetime at y above 0.</summary>
    internal abstract double LogDensity(double y);

    /// <summary>
    /// The likelihood of the silence from t_x to T, given activity at t_x and up to a common factor: of a customer who is still active, and
    /// of one who dropped out meanwhile. With la(y) = ln((α + y)/(α + t_x)):
    /// e^(−(r+x) la(T)) S(T)/S(t_x), and ∫ e^(−(r+x) la(y)) f(y)/S(t_x) dy over [t_x, T].
    /// </summary>
    internal abstract (double Active, double Lapsed) SinceLastPurchase(in PurchaseHistory history);

    /// <summary>∫ e^(−δu) S(age + u)/S(age) du over [0, horizon]: expected discounted time as an active customer.</summary>
    internal abstract double RemainingLife(double age, double horizon, double rate);
}
