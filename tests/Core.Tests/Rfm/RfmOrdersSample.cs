using System.Globalization;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Core.Tests.Rfm;

/// <summary>The orders of R's <c>rfm</c> package (rfm_data_orders), summarised as of 2006-12-31.</summary>
internal static class RfmOrdersSample
{
    public static readonly int AsOfDay = new DateOnly(2006, 12, 31).DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    public static CustomerSummary[] Read()
    {
        return [.. File.ReadLines(ReferenceData.Path("rfm_data_orders.csv")).Skip(1).Select(l => l.Split(','))
            .GroupBy(f => f[0], StringComparer.Ordinal)
            .Select(orders =>
            {
                int[] days = [.. orders.Select(f => DateOnly.ParseExact(f[1], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - new DateOnly(1970, 1, 1).DayNumber)];
                long money = orders.Sum(f => long.Parse(f[2], CultureInfo.InvariantCulture)) * Money.Scale;
                return new CustomerSummary
                {
                    Key = CustomerKey.Of(orders.Key),
                    Id = orders.Key,
                    FirstDay = days.Min(),
                    LastDay = days.Max(),
                    FirstSeenDay = days.Min(),
                    Purchases = days.Distinct().Count(),
                    WindowPurchases = days.Distinct().Count(),
                    Orders = days.Length,
                    WindowOrders = days.Length,
                    NetMoney = money,
                    WindowNetMoney = money,
                    GrossMoney = money,
                };
            })];
    }
}
