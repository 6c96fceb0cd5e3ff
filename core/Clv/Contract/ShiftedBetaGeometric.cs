namespace ServerlessSeg.Core.Clv.Contract;

/// <summary>
/// sBG: every customer has an own constant probability θ of leaving at a renewal, and θ is Beta(α, β) over customers, so that retention
/// of a cohort rises because those likely to leave have left (Fader &amp; Hardie 2007, "How to project customer retention",
/// J. Interactive Marketing 21(1)).
/// </summary>
public sealed class ShiftedBetaGeometric : IContractModel
{
    /// <summary>A model with given parameters.</summary>
    /// <param name="alpha">α, above 0.</param>
    /// <param name="beta">β, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not above 0 and finite.</exception>
    public ShiftedBetaGeometric(double alpha, double beta)
    {
        Alpha = ContractArguments.Positive(alpha, nameof(alpha));
        Beta = ContractArguments.Positive(beta, nameof(beta));
    }

    /// <inheritdoc />
    public string Name => "ShiftedBetaGeometric";

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <summary>β.</summary>
    public double Beta { get; }

    /// <summary>E(θ) = α / (α + β): share that leaves at the first renewal.</summary>
    public double ExpectedChurn => Alpha / (Alpha + Beta);

    /// <summary>Maximum likelihood; see <see cref="FitResult{TModel}.Verdict"/> before use.</summary>
    public static FitResult<ShiftedBetaGeometric> Fit(RenewalCounts counts, FitOptions? options = null) =>
        ContractFit.ShiftedBetaGeometric(counts, options ?? FitOptions.Default);

    /// <inheritdoc />
    /// <remarks>Eq. 6, by the recursion of eq. 7.</remarks>
    public double Survival(int t)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(t);
        double survival = 1;
        for (int k = 0; k < t; k++)
            survival *= (Beta + k) / (Alpha + Beta + k);
        return survival;
    }

    /// <inheritdoc />
    /// <remarks>Eq. 8: (β + t − 1) / (α + β + t − 1).</remarks>
    public double Retention(int t)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(t, 1);
        return (Beta + t - 1) / (Alpha + Beta + t - 1);
    }

    /// <inheritdoc />
    /// <remarks>2F1(1, β; α + β; 1 / (1 + d)) (Fader &amp; Hardie 2010, "Customer-base valuation in a contractual setting", Marketing Science 29(1)).</remarks>
    public double DiscountedExpectedLifetime(double discountRatePerPeriod) =>
        BetaGeometricSums.Discounted(Alpha, Beta, 1 / (1 + ContractArguments.Positive(discountRatePerPeriod, nameof(discountRatePerPeriod))));

    /// <inheritdoc />
    /// <remarks>Retention at the renewal times 2F1(1, β + n; α + β + n; 1 / (1 + d)) (same paper).</remarks>
    public double DiscountedExpectedResidualLifetime(int renewal, double discountRatePerPeriod) =>
        Retention(renewal) * BetaGeometricSums.Discounted(Alpha, Beta + renewal, 1 / (1 + ContractArguments.Positive(discountRatePerPeriod, nameof(discountRatePerPeriod))));

    /// <inheritdoc />
    public RenewalCounts Simulate(int customers, int renewals, ulong seed) => ContractSimulation.Draw(Alpha, Beta, c: 1, customers, renewals, seed);

    /// <inheritdoc />
    /// <remarks>Eq. B3 in terms of renewals: Σ_t renewed_t ln r(t) + lost_t ln(1 − r(t)).</remarks>
    public double LogLikelihood(RenewalCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return new ShiftedBetaGeometricLikelihood(counts).Evaluate([Math.Log(Alpha), Math.Log(Beta)], new double[2]);
    }
}
