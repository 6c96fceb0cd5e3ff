using System.Globalization;
using ServerlessSeg.Core.Evaluation;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Core.Tests.Evaluation;

/// <summary>Reads the public transaction logs into purchase days by customer, in ascending order of the customer's number.</summary>
internal static class ReferencePurchases
{
    public static readonly int CdnowSplit = Day(1997, 9, 30);
    public static readonly int CdnowEnd = Day(1998, 6, 30);

    public static int Day(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    public static IReadOnlyList<IReadOnlyList<PurchaseDay>> Cdnow() => Group(File.ReadLines(ReferenceData.Path("CDNOW_sample.txt"))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields.Length == 5)
        .Select(fields => (
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            ToDay(DateOnly.ParseExact(fields[2], "yyyyMMdd", CultureInfo.InvariantCulture)),
            double.Parse(fields[4], CultureInfo.InvariantCulture))));

    public static IReadOnlyList<IReadOnlyList<PurchaseDay>> LifetimesExample() => Group(File.ReadLines(ReferenceData.Path("lifetimes_example_transactions.csv"))
        .Skip(1)
        .Select(line => line.Split(','))
        .Select(fields => (
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            ToDay(DateOnly.ParseExact(fields[0][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture)),
            0.0)));

    private static int ToDay(DateOnly date) => date.DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    private static IReadOnlyList<IReadOnlyList<PurchaseDay>> Group(IEnumerable<(int Id, int Day, double Amount)> rows) =>
    [
        .. rows.GroupBy(row => row.Id).OrderBy(customer => customer.Key).Select(customer =>
            (IReadOnlyList<PurchaseDay>)[.. customer.GroupBy(row => row.Day).OrderBy(day => day.Key).Select(day => new PurchaseDay(day.Key, day.Sum(row => row.Amount)))]),
    ];
}
