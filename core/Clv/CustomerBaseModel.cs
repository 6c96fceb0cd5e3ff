using ServerlessSeg.Core.Clv.Simulation;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// What the models of this family share: given that a customer is active at T, the future depends on the history through (x, T)
/// alone (and on t_x where purchases have a rhythm), so that every prediction is PAlive times an outlook of active customers.
/// </summary>
public abstract class CustomerBaseModel : ICustomerBaseModel
{
    private protected CustomerBaseModel(string name, TimeUnit unit)
    {
        Name = name;
        Unit = unit;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public TimeUnit Unit { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>True where t_x matters for the future of a customer who is known to be active.</summary>
    internal virtual bool OutlookDependsOnRecency => false;

    /// <inheritdoc/>
    public abstract double LogLikelihood(in PurchaseHistory history);

    /// <inheritdoc/>
    public abstract double ExpectedTransactions(double t);

    /// <inheritdoc/>
    public abstract double ProbabilityOfTransactions(int n, double t);

    /// <inheritdoc/>
    public abstract double PAlive(in PurchaseHistory history);

    /// <inheritdoc/>
    public double ConditionalExpectedTransactions(in PurchaseHistory history, double horizon)
    {
        CheckDuration(horizon, nameof(horizon));
        return horizon == 0 ? 0 : PAlive(history) * ExpectedIfActive(history, horizon);
    }

    /// <inheritdoc/>
    public double ProbabilityOfNoPurchase(in PurchaseHistory history, double horizon)
    {
        CheckDuration(horizon, nameof(horizon));
        return horizon == 0 ? 1 : 1 - (PAlive(history) * PurchaseProbabilityIfActive(history, horizon));
    }

    /// <inheritdoc/>
    public double DiscountedExpectedTransactions(in PurchaseHistory history, double horizon, double discountRatePerUnit)
    {
        CheckDuration(horizon, nameof(horizon));
        ArgumentOutOfRangeException.ThrowIfNegative(discountRatePerUnit);
        if (horizon == 0)
            return 0;
        return PAlive(history) * (discountRatePerUnit == 0 ? ExpectedIfActive(history, horizon) : DiscountedIfActive(history, horizon, discountRatePerUnit));
    }

    /// <inheritdoc/>
    public double DiscountedExpectedResidualTransactions(in PurchaseHistory history, double discountRatePerUnit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(discountRatePerUnit);
        return PAlive(history) * DiscountedIfActive(history, double.PositiveInfinity, discountRatePerUnit);
    }

    /// <summary>Draws customers from the model. The same seed gives the same customers.</summary>
    /// <param name="observationTimes">T of each customer.</param>
    /// <param name="holdout">Duration after T for which purchases are counted too.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="resolution">
    /// 0 for exact times; otherwise times are cut to multiples of this (a seventh for days in weeks) and purchases of one slot are one.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A duration is negative or not finite.</exception>
    public SimulatedCustomers Simulate(ReadOnlySpan<double> observationTimes, double holdout, ulong seed, double resolution = 0)
    {
        CheckDuration(holdout, nameof(holdout));
        CheckDuration(resolution, nameof(resolution));
        double[] times = observationTimes.ToArray();
        foreach (double time in times)
            CheckDuration(time, nameof(observationTimes));
        var histories = new PurchaseHistory[times.Length];
        var purchases = new int[times.Length];
        Parallel.For(0, times.Length, i =>
        {
            var random = new SeededRandom(seed, (ulong)i);
            var clock = new PurchaseClock(times[i], holdout, resolution);
            Live(ref random, ref clock);
            histories[i] = clock.History;
            purchases[i] = clock.HoldoutPurchases;
        });
        return new SimulatedCustomers(histories, purchases);
    }

    /// <summary>Lets one customer live up to <see cref="PurchaseClock.End"/>.</summary>
    private protected abstract void Live(ref SeededRandom random, ref PurchaseClock clock);

    /// <summary>Purchases expected in a finite horizon above 0, given that the customer is active at T.</summary>
    internal abstract double ExpectedIfActive(in PurchaseHistory history, double horizon);

    /// <summary>Probability of at least one purchase in a finite horizon above 0, given that the customer is active at T.</summary>
    internal abstract double PurchaseProbabilityIfActive(in PurchaseHistory history, double horizon);

    /// <summary>Discounted expected purchases, given that the customer is active at T; the horizon may be infinite, the rate is above 0.</summary>
    internal abstract double DiscountedIfActive(in PurchaseHistory history, double horizon, double rate);

    private protected static double Positive(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "A parameter must be finite and above 0.");
        return value;
    }

    private protected static void CheckDuration(double duration, string name)
    {
        if (!(duration >= 0) || !double.IsFinite(duration))
            throw new ArgumentOutOfRangeException(name, duration, "A duration must be finite and at least 0.");
    }
}
