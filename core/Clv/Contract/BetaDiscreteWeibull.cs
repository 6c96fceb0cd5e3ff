using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Contract;

/// <summary>
/// BdW: like sBG, but a customer's own probability of leaving may rise (c above 1) or fall (c below 1) with tenure: the lifetime is discrete Weibull, S(t | θ) =
/// (1 − θ)^(t^c), and θ is Beta(γ, δ) over customers (Fader, Hardie, Liu, Davin &amp; Steenburgh 2018, "How to project customer retention revisited: the role
/// of duration dependence", J. Interactive Marketing 43). c = 1 is sBG.
/// </summary>
public sealed class BetaDiscreteWeibull : IContractModel
{
    /// <summary>A model with given parameters.</summary>
    /// <param name="gamma">γ, above 0.</param>
    /// <param name="delta">δ, above 0.</param>
    /// <param name="c">c, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not above 0 and finite.</exception>
    public BetaDiscreteWeibull(double gamma, double delta, double c)
    {
        Gamma = ContractArguments.Positive(gamma, nameof(gamma));
        Delta = ContractArguments.Positive(delta, nameof(delta));
        C = ContractArguments.Positive(c, nameof(c));
    }

    /// <inheritdoc />
    public string Name => "BetaDiscreteWeibull";

    /// <summary>γ, sBG's α.</summary>
    public double Gamma { get; }

    /// <summary>δ, sBG's β.</summary>
    public double Delta { get; }

    /// <summary>c, the duration dependence.</summary>
    public double C { get; }

    /// <summary>Maximum likelihood; see <see cref="FitResult{TModel}.Verdict"/> before use. Never below sBG's likelihood, which is among its starts.</summary>
    public static FitResult<BetaDiscreteWeibull> Fit(RenewalCounts counts, FitOptions? options = null) =>
        ContractFit.BetaDiscreteWeibull(counts, options ?? FitOptions.Default);

    /// <inheritdoc />
    /// <remarks>B(γ, δ + t^c) / B(γ, δ).</remarks>
    public double Survival(int t)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(t);
        return t == 0 ? 1 : Math.Exp(GammaFunction.LogBeta(Gamma, Delta + Math.Pow(t, C)) - GammaFunction.LogBeta(Gamma, Delta));
    }

    /// <inheritdoc />
    /// <remarks>B(γ, δ + t^c) / B(γ, δ + (t − 1)^c).</remarks>
    public double Retention(int t)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(t, 1);
        return Math.Exp(GammaFunction.LogBeta(Gamma, Delta + Math.Pow(t, C)) - GammaFunction.LogBeta(Gamma, Delta + (t == 1 ? 0 : Math.Pow(t - 1, C))));
    }

    /// <inheritdoc />
    /// <remarks>No closed form is known; the sum is taken until what is left, at most a geometric series, no longer changes it.</remarks>
    public double DiscountedExpectedLifetime(double discountRatePerPeriod) =>
        Sum(0, ContractArguments.Positive(discountRatePerPeriod, nameof(discountRatePerPeriod)), 1);

    /// <inheritdoc />
    public double DiscountedExpectedResidualLifetime(int renewal, double discountRatePerPeriod)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(renewal, 1);
        return Sum(renewal, ContractArguments.Positive(discountRatePerPeriod, nameof(discountRatePerPeriod)), Retention(renewal));
    }

    /// <inheritdoc />
    public RenewalCounts Simulate(int customers, int renewals, ulong seed) => ContractSimulation.Draw(Gamma, Delta, C, customers, renewals, seed);

    /// <inheritdoc />
    public double LogLikelihood(RenewalCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return new BetaDiscreteWeibullLikelihood(counts).Evaluate([Math.Log(Gamma), Math.Log(Delta), Math.Log(C)], new double[3]);
    }

    private double Sum(int t, double discountRate, double survival)
    {
        double discount = 1, sum = 0;
        while (true)
        {
            sum += survival * discount;
            // Survival only falls, so the rest is at most survival · discount / d.
            if (survival * discount <= 1e-14 * sum * discountRate)
                return sum;
            discount /= 1 + discountRate;
            survival *= Retention(++t);
        }
    }
}
