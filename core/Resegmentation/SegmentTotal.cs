using ServerlessSeg.Core.Clv.Intervals;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>One segment of one scheme: how many customers, how much money.</summary>
/// <param name="Scheme">Name of the scheme.</param>
/// <param name="Segment">Code of the segment.</param>
/// <param name="Customers">Customers in it.</param>
/// <param name="Share">Their share of all customers, 0 to 1.</param>
/// <param name="Revenue">Their net money of all time.</param>
/// <param name="RevenueShare">Its share of all net money; 0 where that is zero.</param>
/// <param name="MeanClv">Mean predicted value of the customers with a prediction; NaN without any.</param>
/// <param name="Clv">Predicted value of all of them together with its interval; null without any.</param>
public sealed record SegmentTotal(
    string Scheme, string Segment, int Customers, double Share, Money Revenue, double RevenueShare, double MeanClv, TotalInterval? Clv = null);
