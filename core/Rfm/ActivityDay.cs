namespace ServerlessSeg.Core.Rfm;

/// <summary>What a customer did on one day, refunds included: what months and cohorts are counted from.</summary>
/// <param name="Day">Days since 1970-01-01 in the configured time zone.</param>
/// <param name="Amount">Net money of the day's own lines in ten-thousandths.</param>
/// <param name="Orders">Orders of the day; 0 on a day with refunds only, which has money but no purchase.</param>
public readonly record struct ActivityDay(int Day, long Amount, int Orders);
