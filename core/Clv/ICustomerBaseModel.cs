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

/// <summary>A named value of a fitted model.</summary>
/// <param name="Name">The paper's symbol: r, alpha, a, b, s, beta, p, q, gamma, k.</param>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">From the inverse Hessian at the optimum; NaN where it is not defined.</param>
public readonly record struct ModelParameter(string Name, double Value, double StandardError);

/// <summary>The unit of a model's times.</summary>
public enum TimeUnit
{
    /// <summary>One day.</summary>
    Day,

    /// <summary>Seven days.</summary>
    Week,
}

/// <summary>One customer's history as the models see it, in one time unit.</summary>
/// <param name="Frequency">x: repeat purchases (purchase days after the first), 0 or more.</param>
/// <param name="Recency">t_x: last purchase minus first, 0 ≤ t_x ≤ T; 0 when x = 0.</param>
/// <param name="T">Observation time since the first purchase, 0 or more.</param>
/// <param name="SumLogGaps">Σ ln(time between successive purchases), in the same unit; read by the BG/CNBD-k models only.</param>
public readonly record struct PurchaseHistory(int Frequency, double Recency, double T, double SumLogGaps = 0);
