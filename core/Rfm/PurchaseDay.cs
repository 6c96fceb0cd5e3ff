namespace ServerlessSeg.Core.Rfm;

/// <summary>All that a customer bought on one calendar day: one purchase in the sense of the BTYD models.</summary>
/// <param name="Day">Days since 1970-01-01 in the configured time zone.</param>
/// <param name="Amount">Ten-thousandths, net of refunds that name the same order.</param>
/// <param name="Orders">Distinct orders of the day.</param>
public readonly record struct PurchaseDay(int Day, long Amount, int Orders);
