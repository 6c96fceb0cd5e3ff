namespace ServerlessSeg.Core.Clv.Discrete;

/// <summary>A customer's history over discrete opportunities to buy: yearly appeals, monthly issues, events.</summary>
/// <param name="Frequency">x: opportunities used after the first purchase, 0 ≤ x ≤ t_x.</param>
/// <param name="Recency">t_x: number of the last opportunity used, 0 ≤ t_x ≤ n; 0 exactly when x = 0.</param>
/// <param name="Opportunities">n: opportunities since the first purchase, 0 or more.</param>
public readonly record struct DiscreteHistory(int Frequency, int Recency, int Opportunities)
{
    /// <summary>Whether 0 ≤ x ≤ t_x ≤ n and t_x = 0 exactly when x = 0.</summary>
    public bool IsLegal => Frequency >= 0 && Frequency <= Recency && Recency <= Opportunities && Frequency == 0 == (Recency == 0);
}
