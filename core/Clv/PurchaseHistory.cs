namespace ServerlessSeg.Core.Clv;

/// <summary>One customer's history as the models see it, in one time unit.</summary>
/// <param name="Frequency">x: repeat purchases (purchase days after the first), 0 or more.</param>
/// <param name="Recency">t_x: last purchase minus first, 0 ≤ t_x ≤ T; 0 when x = 0.</param>
/// <param name="T">Observation time since the first purchase, 0 or more.</param>
/// <param name="SumLogGaps">Σ ln(time between successive purchases), in the same unit; read by the BG/CNBD-k models only.</param>
public readonly record struct PurchaseHistory(int Frequency, double Recency, double T, double SumLogGaps = 0);
