using ServerlessSeg.Core.Clv.Contract;
using ServerlessSeg.Core.Clv.Simulation;
using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Discrete;

/// <summary>
/// BG/BB: at each opportunity an active customer buys with an own probability p ~ Beta(α, β), and becomes inactive for good before an opportunity with an own
/// probability θ ~ Beta(γ, δ) (Fader, Hardie &amp; Shang 2010, "Customer-base analysis in a discrete-time noncontractual setting", Marketing Science
/// 29(6)). Immutable and thread-safe.
/// </summary>
public sealed class BgBb
{
    /// <summary>A model with given parameters.</summary>
    /// <param name="alpha">α, above 0.</param>
    /// <param name="beta">β, above 0.</param>
    /// <param name="gamma">γ, above 0.</param>
    /// <param name="delta">δ, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not above 0 and finite.</exception>
    public BgBb(double alpha, double beta, double gamma, double delta)
    {
        Alpha = ContractArguments.Positive(alpha, nameof(alpha));
        Beta = ContractArguments.Positive(beta, nameof(beta));
        Gamma = ContractArguments.Positive(gamma, nameof(gamma));
        Delta = ContractArguments.Positive(delta, nameof(delta));
    }

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <summary>β.</summary>
    public double Beta { get; }

    /// <summary>γ.</summary>
    public double Gamma { get; }

    /// <summary>δ.</summary>
    public double Delta { get; }

    /// <summary>Maximum likelihood over histories with weights; see <see cref="FitResult{TModel}.Verdict"/> before use.</summary>
    /// <exception cref="ArgumentException">A history is not legal, or a weight is negative or not finite.</exception>
    public static FitResult<BgBb> Fit(IEnumerable<(DiscreteHistory History, double Weight)> rows, FitOptions? options = null) =>
        BgBbFit.Fit(rows, options ?? FitOptions.Default);

    /// <summary>ln of the probability of one history (eq. 5).</summary>
    /// <exception cref="ArgumentException">The history is not legal.</exception>
    public double LogLikelihood(in DiscreteHistory history) => Terms(history).LogLikelihood;

    /// <summary>E[X(n)] of a new customer (eq. 8), as the sum of the probabilities to be alive, which holds for γ = 1 too.</summary>
    public double ExpectedTransactions(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return Alpha / (Alpha + Beta) * BetaGeometricSums.Survival(Gamma, Delta, n);
    }

    /// <summary>P(X(n) = x) of a new customer (eq. 7); 0 for x outside 0 … n.</summary>
    public double ProbabilityOfTransactions(int x, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (x < 0 || x > n)
            return 0;
        var terms = new BgBbTerms(Alpha, Beta, Gamma, Delta);
        double sum = Math.Exp(LogChoose(n, x) + terms.Log(x, n, leaves: false));
        for (int lived = x; lived < n; lived++)
            sum += Math.Exp(LogChoose(lived, x) + terms.Log(x, lived, leaves: true));
        return Math.Min(1, sum);
    }

    /// <summary>Probability that the customer is active at opportunity n + 1 (eq. 11).</summary>
    /// <exception cref="ArgumentException">The history is not legal.</exception>
    public double PAlive(in DiscreteHistory history)
    {
        int n = history.Opportunities;
        return Terms(history).AliveShare * (Delta + n) / (Gamma + Delta + n);
    }

    /// <summary>Purchases expected over the next <paramref name="opportunities"/> opportunities (eq. 13).</summary>
    /// <exception cref="ArgumentException">The history is not legal.</exception>
    public double ConditionalExpectedTransactions(in DiscreteHistory history, int opportunities)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(opportunities);
        return Terms(history).AliveShare * Given(history).ExpectedTransactions(opportunities);
    }

    /// <summary>P(exactly <paramref name="y"/> purchases over the next <paramref name="opportunities"/> opportunities | history) (eq. 12).</summary>
    /// <exception cref="ArgumentException">The history is not legal.</exception>
    public double ConditionalProbabilityOfTransactions(in DiscreteHistory history, int y, int opportunities)
    {
        double alive = Terms(history).AliveShare;
        return alive * Given(history).ProbabilityOfTransactions(y, opportunities) + (y == 0 ? 1 - alive : 0);
    }

    /// <summary>DERT: purchases expected at opportunities n + 1, n + 2, … for ever, the k-th discounted by (1 + d)^k (eq. 14).</summary>
    /// <param name="history">The history.</param>
    /// <param name="discountRatePerOpportunity">d, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0.</exception>
    /// <exception cref="ArgumentException">The history is not legal.</exception>
    public double DiscountedExpectedResidualTransactions(in DiscreteHistory history, double discountRatePerOpportunity)
    {
        ContractArguments.Positive(discountRatePerOpportunity, nameof(discountRatePerOpportunity));
        double z = 1 / (1 + discountRatePerOpportunity);
        int n = history.Opportunities;
        double buys = (Alpha + history.Frequency) / (Alpha + Beta + n);
        return PAlive(history) * buys * z * BetaGeometricSums.Discounted(Gamma, Delta + n + 1, z);
    }

    /// <summary>Customers drawn from the model: what was seen of each over <paramref name="opportunities"/> opportunities, and the purchases over <paramref name="holdout"/> more.</summary>
    /// <param name="customers">How many, 0 or more.</param>
    /// <param name="opportunities">n, 0 or more.</param>
    /// <param name="holdout">Opportunities that follow, 0 or more.</param>
    /// <param name="seed">Equal seeds give equal customers; the i-th customer does not depend on how many there are.</param>
    public IReadOnlyList<(DiscreteHistory History, int HoldoutPurchases)> Simulate(int customers, int opportunities, int holdout, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(customers);
        ArgumentOutOfRangeException.ThrowIfNegative(opportunities);
        ArgumentOutOfRangeException.ThrowIfNegative(holdout);
        var drawn = new (DiscreteHistory, int)[customers];
        for (int i = 0; i < customers; i++)
            drawn[i] = SimulateOne(new SeededRandom(seed, (ulong)i), opportunities, holdout);
        return drawn;
    }

    private (DiscreteHistory History, int HoldoutPurchases) SimulateOne(SeededRandom random, int opportunities, int holdout)
    {
        double buys = random.Beta(Alpha, Beta), leaves = random.Beta(Gamma, Delta);
        int x = 0, last = 0, later = 0;
        for (int t = 1; t <= opportunities + holdout && random.Uniform() >= leaves; t++)
        {
            if (random.Uniform() >= buys)
                continue;
            if (t <= opportunities)
                (x, last) = (x + 1, t);
            else
                later++;
        }
        return (new DiscreteHistory(x, last, opportunities), later);
    }

    /// <summary>The model of what follows for a customer with this history who is still active: Bayes' rule keeps both distributions beta.</summary>
    private BgBb Given(in DiscreteHistory history) =>
        new(Alpha + history.Frequency, Beta + history.Opportunities - history.Frequency, Gamma, Delta + history.Opportunities);

    private (double LogLikelihood, double AliveShare) Terms(in DiscreteHistory history) =>
        history.IsLegal
            ? new BgBbTerms(Alpha, Beta, Gamma, Delta).Of(history)
            : throw new ArgumentException($"{history} is not legal: 0 ≤ x ≤ t_x ≤ n is needed, and t_x = 0 exactly when x = 0.", nameof(history));

    private static double LogChoose(int n, int k) => GammaFunction.Log(n + 1) - GammaFunction.Log(k + 1) - GammaFunction.Log(n - k + 1);
}
