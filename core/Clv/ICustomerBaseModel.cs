namespace ServerlessSeg.Core.Clv;

/// <summary>
/// A fitted model of a non-contractual customer base in continuous time. All times are in the unit the model was
/// fitted in (<see cref="Unit"/>). Instances are immutable and thread-safe; every function returns finite values for every
/// legal history.
/// </summary>
public interface ICustomerBaseModel
{
    /// <summary>Short name as the field writes it: <c>BgNbd</c>, <c>ParetoNbd</c>, …</summary>
    string Name { get; }

    /// <summary>The unit of every time given and returned.</summary>
    TimeUnit Unit { get; }

    /// <summary>The parameters in the order and with the symbols of the paper.</summary>
    IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>ln of the probability of one customer's history.</summary>
    double LogLikelihood(in PurchaseHistory history);

    /// <summary>E[X(t)]: purchases that a new customer is expected to repeat within t after the first.</summary>
    double ExpectedTransactions(double t);

    /// <summary>P(X(t) = n) for a new customer.</summary>
    double ProbabilityOfTransactions(int n, double t);

    /// <summary>E[Y(horizon) | x, t_x, T]: purchases expected in (T, T + horizon].</summary>
    double ConditionalExpectedTransactions(in PurchaseHistory history, double horizon);

    /// <summary>Probability that the customer is still active at T.</summary>
    double PAlive(in PurchaseHistory history);

    /// <summary>Probability of no purchase in (T, T + horizon]: the churn probability for that horizon.</summary>
    double ProbabilityOfNoPurchase(in PurchaseHistory history, double horizon);

    /// <summary>Expected purchases in (T, T + horizon], each discounted to T at the continuous rate <paramref name="discountRatePerUnit"/>.</summary>
    double DiscountedExpectedTransactions(in PurchaseHistory history, double horizon, double discountRatePerUnit);

    /// <summary>DERT: <see cref="DiscountedExpectedTransactions"/> with an endless horizon.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not above 0.</exception>
    double DiscountedExpectedResidualTransactions(in PurchaseHistory history, double discountRatePerUnit);
}
