namespace ServerlessSeg.Core.Segmentation.Calendar;

/// <summary>What a customer did on one day.</summary>
/// <param name="Day">Days since 1970-01-01 in the configured time zone.</param>
/// <param name="Amount">Net money of the day in ten-thousandths.</param>
/// <param name="Orders">Orders of the day; 0 on a day with refunds or free lines only, which has money but no purchase.</param>
public readonly record struct PurchaseDay(int Day, long Amount, int Orders);
