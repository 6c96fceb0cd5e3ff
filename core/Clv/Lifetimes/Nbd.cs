using ServerlessSeg.Core.Clv.Lifetimes;
using ServerlessSeg.Core.Clv.Optimisation;
using ServerlessSeg.Core.Clv.Simulation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// NBD: Ehrenberg (1959), "The pattern of consumer purchases". Customers buy at random for ever; the yardstick for every model with
/// dropout.
/// </summary>
public sealed class Nbd : ContinuousLifetimeModel
{
    /// <summary>A model with known parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite or not above 0.</exception>
    public Nbd(double r, double alpha, TimeUnit unit)
        : base(nameof(Nbd), r, alpha, unit) => Parameters = NamedValues.Of(NbdFit.Names, [r, alpha]);

    private Nbd(ReadOnlySpan<double> values, IReadOnlyList<ModelParameter> parameters, TimeUnit unit)
        : base(nameof(Nbd), values[0], values[1], unit) => Parameters = parameters;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>Fits r and alpha by maximum likelihood.</summary>
    public static FitResult<Nbd> Fit(PurchaseHistories data, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        FitEvidence evidence = NbdFit.Maximise(data, options ?? FitOptions.Default);
        return new FitResult<Nbd>(evidence, data.Customers, (values, parameters) => new Nbd(values, parameters, data.Unit));
    }

    /// <inheritdoc/>
    public override double ProbabilityOfTransactions(int n, double t)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        CheckDuration(t, nameof(t));
        if (t == 0)
            return n == 0 ? 1 : 0;
        return Math.Exp(new NegativeBinomial(R, Alpha, t).LogMass(n));
    }

    internal override double PurchaseProbabilityIfActive(in PurchaseHistory history, double horizon) =>
        new NegativeBinomial(R + history.Frequency, Alpha + history.T, horizon).AtLeast(1);

    internal override double LogSurvival(double y) => 0;

    internal override double LogDensity(double y) => double.NegativeInfinity;

    internal override (double Active, double Lapsed) SinceLastPurchase(in PurchaseHistory history) =>
        (Math.Exp(-(R + history.Frequency) * Precise.Log1P((history.T - history.Recency) / (Alpha + history.Recency))), 0);

    /// <inheritdoc/>
    public override double PAlive(in PurchaseHistory history) => 1;

    /// <inheritdoc/>
    public override double LogLikelihood(in PurchaseHistory history)
    {
        double e = R + history.Frequency;
        return GammaFunction.Log(e) - GammaFunction.Log(R) + (R * Math.Log(Alpha)) - (e * Math.Log(Alpha + history.T));
    }

    internal override double RemainingLife(double age, double horizon, double rate) =>
        rate == 0 ? horizon : -Precise.ExpM1(-rate * horizon) / rate;

    private protected override double DrawLifetime(ref SeededRandom random) => double.PositiveInfinity;
}
