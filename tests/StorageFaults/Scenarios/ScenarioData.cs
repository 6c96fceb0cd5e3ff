using System.Globalization;

namespace ServerlessSeg.StorageFaults.Scenarios;

/// <summary>Some exports of a small shop, made by arithmetic: the same each time, with rows that are refused and refunds.</summary>
internal static class ScenarioData
{
    private const string Header = "customer_id,order_id,timestamp,amount,currency,product";

    private const int Customers = 60;

    private static readonly DateOnly FirstDay = new(2024, 1, 1);

    /// <summary>The last date with an order, about.</summary>
    public static DateOnly AsOf { get; } = new(2025, 12, 31);

    /// <summary>One of several files that hold every order together, each order in one of them.</summary>
    public static BinaryData Part(int part, int parts) => Csv(Lines().Where((_, i) => i % parts == part));

    /// <summary>The orders of one year.</summary>
    public static BinaryData Year(int year) => Csv(Lines().Where(line => line.Contains($",{year.ToString(CultureInfo.InvariantCulture)}-", StringComparison.Ordinal)));

    private static BinaryData Csv(IEnumerable<string> lines) => BinaryData.FromString(string.Join('\n', lines.Prepend(Header)) + "\n");

    private static IEnumerable<string> Lines()
    {
        int order = 0;
        for (int customer = 0; customer < Customers; customer++)
        {
            int orders = 1 + (customer * 7 % 11);
            for (int i = 0; i < orders; i++, order++)
            {
                DateOnly day = FirstDay.AddDays((((customer * 37) + (i * (61 + (customer % 5)))) % 730));
                string amount = order % 23 == 0 ? "twelve" : string.Create(CultureInfo.InvariantCulture, $"{(order % 17 == 5 ? "-" : "")}{5 + (order * 13 % 90)}.{order % 100:D2}");
                yield return string.Create(CultureInfo.InvariantCulture, $"K{customer:D3},O{order:D5},{day:yyyy-MM-dd}T10:{order % 60:D2}:00Z,{amount},EUR,P{order % 9}");
            }
        }
    }
}
