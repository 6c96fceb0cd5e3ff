using ServerlessSeg.Core.Clv.BetaGeometric;
using ServerlessSeg.Core.Clv.Simulation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// Models whose customers may drop out after a purchase, with probability p ~ beta(a, b): purchases are every k-th event of a Poisson
/// process with rate λ ~ gamma(r, alpha). k = 1 and dropout only after repeat purchases is BG/NBD (Fader, Hardie &amp; Lee 2005); dropout
/// after the first purchase too is MBG/NBD (Batislam et al. 2007); k above 1 the CNBD variants (Platzer &amp; Reutterer 2016).
/// </summary>
public abstract class BetaGeometricModel : CustomerBaseModel
{
    private readonly bool dropoutAtZero;

    private protected BetaGeometricModel(string name, int k, bool dropoutAtZero, double r, double alpha, double a, double b, TimeUnit unit)
        : base(name, unit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        K = k;
        this.dropoutAtZero = dropoutAtZero;
        R = Positive(r, nameof(r));
        Alpha = Positive(alpha, nameof(alpha));
        A = Positive(a, nameof(a));
        B = Positive(b, nameof(b));
    }

    /// <summary>Erlang stages of one inter-purchase time; 1 is exponential.</summary>
    public int K { get; }

    /// <summary>r: shape of the gamma distribution of λ.</summary>
    public double R { get; }

    /// <summary>α: rate of the gamma distribution of λ, a time.</summary>
    public double Alpha { get; }

    /// <summary>a: first parameter of the beta distribution of the dropout probability.</summary>
    public double A { get; }

    /// <summary>b: second parameter of the beta distribution of the dropout probability.</summary>
    public double B { get; }

    internal override bool OutlookDependsOnRecency => K > 1;

    /// <summary>b of the beta distribution of p once x purchases, and one chance more in the MBG models, have been survived.</summary>
    internal double SurvivorB(int x) => B + x + (dropoutAtZero ? 1 : 0);

    /// <inheritdoc/>
    public override double LogLikelihood(in PurchaseHistory history)
    {
        int x = history.Frequency;
        double e = R + ((double)K * x);
        double value = GammaFunction.Log(e) - GammaFunction.Log(R) + (R * Math.Log(Alpha)) - (e * Math.Log(Alpha + history.T));
        value += ((K - 1) * history.SumLogGaps) - (x * GammaFunction.Log(K)) + GammaFunction.LogBeta(A, B + x) - GammaFunction.LogBeta(A, B);
        value += dropoutAtZero ? Math.Log((B + x) / (A + B + x)) : 0;
        double dead = LogDeadOverAlive(history, out double logAlive);
        return value + logAlive + (dead > 0 ? dead + Precise.Log1P(Math.Exp(-dead)) : Precise.Log1P(Math.Exp(dead)));
    }

    /// <inheritdoc/>
    public override double PAlive(in PurchaseHistory history) => 1 / (1 + Math.Exp(LogDeadOverAlive(history, out _)));

    /// <inheritdoc/>
    public override double ExpectedTransactions(double t)
    {
        CheckDuration(t, nameof(t));
        if (t == 0)
            return 0;
        double first = dropoutAtZero ? B / (A + B) : 1;
        return first * GeometricCount.Expected(new NegativeBinomial(R, Alpha, t), K, 0, A, SurvivorB(0));
    }

    /// <inheritdoc/>
    public override double ProbabilityOfTransactions(int n, double t)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        CheckDuration(t, nameof(t));
        int chances = n + (dropoutAtZero ? 1 : 0);
        double survives = Math.Exp(GammaFunction.LogBeta(A, B + chances) - GammaFunction.LogBeta(A, B));
        double dropsOut = chances == 0 ? 0 : Math.Exp(GammaFunction.LogBeta(A + 1, B + (chances - 1)) - GammaFunction.LogBeta(A, B));
        if (t == 0)
            return n == 0 ? survives + dropsOut : 0;
        var events = new NegativeBinomial(R, Alpha, t);
        return (survives * events.Between(K * n, K * (n + 1))) + (dropsOut * events.AtLeast(K * n));
    }

    internal override double ExpectedIfActive(in PurchaseHistory history, double horizon)
    {
        int x = history.Frequency;
        double e = R + ((double)K * x), rate = Alpha + history.T, b = SurvivorB(x);
        if (K == 1)
            return GeometricCount.Expected(new NegativeBinomial(e, rate, horizon), 1, 0, A, b);
        double ratio = (history.T - history.Recency) / rate, weight = 1, weights = 0, sum = 0;
        for (int phase = 0; phase < K; phase++)
        {
            weights += weight;
            sum += weight == 0 ? 0 : weight * GeometricCount.Expected(new NegativeBinomial(e + phase, rate, horizon), K, phase, A, b);
            weight *= (e + phase) / (phase + 1) * ratio;
        }
        return sum / weights;
    }

    internal override double PurchaseProbabilityIfActive(in PurchaseHistory history, double horizon)
    {
        double e = R + ((double)K * history.Frequency), rate = Alpha + history.T;
        double ratio = (history.T - history.Recency) / rate, weight = 1, weights = 0, sum = 0;
        for (int phase = 0; phase < K; phase++)
        {
            weights += weight;
            sum += weight == 0 ? 0 : weight * new NegativeBinomial(e + phase, rate, horizon).AtLeast(K - phase);
            weight *= (e + phase) / (phase + 1) * ratio;
        }
        return sum / weights;
    }

    /// <summary>
    /// By parts: e^(−δh) E[Y(h)] + δ ∫ e^(−δu) E[Y(u)] du, over ln(1 + u/τ) with τ the mean time to the next event, in which E[Y(u)] is
    /// smooth.
    /// </summary>
    internal override double DiscountedIfActive(in PurchaseHistory history, double horizon, double rate)
    {
        if (double.IsInfinity(horizon))
            return EndlessIfActive(history, rate);
        PurchaseHistory customer = history;
        double scale = (Alpha + history.T) / (1 + R + ((double)K * history.Frequency));
        double end = Math.Min(horizon, 45 / rate);
        double Integrand(double v)
        {
            double u = scale * Precise.ExpM1(v);
            return Math.Exp(v - (rate * u)) * ExpectedIfActive(customer, u);
        }
        double integral = GaussLegendre.Sixteen.Integrate(Integrand, 0, Precise.Log1P(end / scale), 1);
        return (Math.Exp(-rate * end) * ExpectedIfActive(customer, end)) + (rate * scale * integral);
    }

    private double EndlessIfActive(in PurchaseHistory history, double discountRate)
    {
        double e = R + ((double)K * history.Frequency), rate = Alpha + history.T, b = SurvivorB(history.Frequency);
        double ratio = (history.T - history.Recency) / rate, weight = 1, weights = 0, sum = 0;
        for (int phase = 0; phase < K; phase++)
        {
            weights += weight;
            sum += weight == 0 ? 0 : weight * EndlessDiscount.Expected(e + phase, rate, K, phase, A, b, discountRate);
            weight *= (e + phase) / (phase + 1) * ratio;
        }
        return sum / weights;
    }

    private protected override void Live(ref SeededRandom random, ref PurchaseClock clock)
    {
        double rate = random.Gamma(R) / Alpha, dropout = random.Beta(A, B), time = 0;
        if (dropoutAtZero && random.Uniform() < dropout)
            return;
        while (true)
        {
            for (int stage = 0; stage < K; stage++)
                time += random.Exponential() / rate;
            if (!(time <= clock.End))
                return;
            clock.Purchase(time);
            if (random.Uniform() < dropout)
                return;
        }
    }

    /// <summary>ln of the odds that the customer had dropped out by T; and ln of the Erlang survival since t_x, 0 for k = 1.</summary>
    private double LogDeadOverAlive(in PurchaseHistory history, out double logAlive)
    {
        int x = history.Frequency;
        double e = R + ((double)K * x), silence = history.T - history.Recency;
        logAlive = K == 1 ? 0 : Math.Log(ErlangSurvival.At(K, e, silence / (Alpha + history.T)).Sum);
        if (x == 0 && !dropoutAtZero)
            return double.NegativeInfinity;
        double weight = Math.Log(A / (dropoutAtZero ? B + x : B + (x - 1)));
        return weight + (e * Precise.Log1P(silence / (Alpha + history.Recency))) - logAlive;
    }
}
