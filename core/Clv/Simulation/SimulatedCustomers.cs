namespace ServerlessSeg.Core.Clv;

/// <summary>A simulated customer base: what the models see of each customer, and what each did afterwards.</summary>
/// <param name="Histories">One history a customer, in the order of the observation times.</param>
/// <param name="HoldoutPurchases">Purchases of each customer in the holdout period that follows T.</param>
public sealed record SimulatedCustomers(IReadOnlyList<PurchaseHistory> Histories, IReadOnlyList<int> HoldoutPurchases);
