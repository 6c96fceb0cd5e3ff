namespace ServerlessSeg.Core.Clv.Contract;

/// <summary>
/// A model of customers who renew a contract at discrete times 1, 2, … and whose leaving is therefore seen. Instances are immutable and thread-safe.
/// </summary>
public interface IContractModel
{
    /// <summary>Short name as the field writes it.</summary>
    string Name { get; }

    /// <summary>S(t): probability that a new customer survives <paramref name="t"/> renewals.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="t"/> is negative.</exception>
    double Survival(int t);

    /// <summary>r(t): share of those who survived t − 1 renewals that survives the t-th.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="t"/> is below 1.</exception>
    double Retention(int t);

    /// <summary>P(T = t) = S(t − 1) − S(t): probability that a new customer leaves at renewal <paramref name="t"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="t"/> is below 1.</exception>
    double LossProbability(int t) => (1 - Retention(t)) * Survival(t - 1);

    /// <summary>Draws a cohort from the model.</summary>
    /// <param name="customers">Customers at the start, 0 or more.</param>
    /// <param name="renewals">Renewals observed, 0 or more.</param>
    /// <param name="seed">The same seed gives the same cohort.</param>
    RenewalCounts Simulate(int customers, int renewals, ulong seed);

    /// <summary>DEL: Σ_{t≥0} S(t) / (1 + d)^t, the periods a new customer is expected to stay, discounted, the first included.</summary>
    /// <param name="discountRatePerPeriod">d, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0.</exception>
    double DiscountedExpectedLifetime(double discountRatePerPeriod);

    /// <summary>DERL: the discounted periods still expected of a customer who is about to renew for the <paramref name="renewal"/>-th time.</summary>
    /// <param name="renewal">n, 1 or more: the customer has survived n − 1 renewals.</param>
    /// <param name="discountRatePerPeriod">d, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0, or the renewal below 1.</exception>
    double DiscountedExpectedResidualLifetime(int renewal, double discountRatePerPeriod);

    /// <summary>ln L of the renewals seen.</summary>
    double LogLikelihood(RenewalCounts counts);
}
