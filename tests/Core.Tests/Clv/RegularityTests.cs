using System.Globalization;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Core.Tests.Clv;

public sealed class RegularityTests
{
    [Fact]
    public void Estimates_OnGrocery_AreThoseOfBtydPlus()
    {
        int[][] days = PurchaseDays(File.ReadLines(ReferenceData.Path("btydplus_groceryElog.csv")).Skip(1).Select(line =>
            (line.Split(',')[0], DateOnly.ParseExact(line.Split(',')[1].Trim('"'), "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber)));
        Near.Absolute(1.830011, Regularity.WheatMorrison(LastGaps(days)), .01);
        Near.Absolute(3.262912, Regularity.MedianShape(Histories(days)), .01);
        Near.Absolute(3.256899, Regularity.MedianShapeByMinka(Histories(days)), 1e-4);
        Near.Absolute(3.264277, Regularity.MedianShapeByThom(Histories(days)), 1e-4);
        Near.Absolute(3.207940, Regularity.MedianShapeByVariation(Gaps(days)), 1e-4);
    }

    [Fact]
    public void Estimates_OnCdnow_AreThoseOfBtydPlus()
    {
        int[][] days = PurchaseDays(File.ReadLines(ReferenceData.Path("CDNOW_sample.txt")).Where(line => line.Trim().Length > 0).Select(line =>
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return (fields[1], DateOnly.ParseExact(fields[2], "yyyyMMdd", CultureInfo.InvariantCulture).DayNumber);
        }));
        Near.Absolute(.98313, Regularity.WheatMorrison(LastGaps(days)), .01);
        Near.Absolute(1.13830, Regularity.MedianShape(Histories(days)), .01);
    }

    [Fact]
    public void Estimates_OfTooFewCustomers_AreNotANumber()
    {
        Assert.True(double.IsNaN(Regularity.WheatMorrison([(1, 2)])));
        Assert.True(double.IsNaN(Regularity.MedianShape([new PurchaseHistory(9, 5, 5, 0)])));
        Assert.True(double.IsNaN(Regularity.MedianShapeByMinka([new PurchaseHistory(9, 5, 5, 0)])));
        Assert.True(double.IsNaN(Regularity.MedianShapeByVariation([(9, 5, 5)])));
    }

    [Fact]
    public void MedianShape_OfEqualGaps_IsTheLargest() => Near.Relative(1000, Regularity.MedianShape([new PurchaseHistory(10, 20, 20, 10 * Math.Log(2))]), 1e-6);

    private static int[][] PurchaseDays(IEnumerable<(string Customer, int Day)> events) =>
        events.GroupBy(one => one.Customer).Select(own => own.Select(one => one.Day).Distinct().Order().ToArray()).ToArray();

    private static IEnumerable<(double Previous, double Last)> LastGaps(int[][] days) =>
        days.Where(own => own.Length > 2).Select(own => ((double)(own[^2] - own[^3]), (double)(own[^1] - own[^2])));

    private static IEnumerable<(int, double, double)> Gaps(int[][] days) => days.Select(own => own.Zip(own.Skip(1), (from, to) => (double)(to - from)).ToArray())
        .Select(gaps => (gaps.Length, gaps.Sum(), gaps.Sum(gap => gap * gap)));

    private static IEnumerable<PurchaseHistory> Histories(int[][] days) => days.Select(own => new PurchaseHistory(
        own.Length - 1, own[^1] - own[0], own[^1] - own[0], own.Zip(own.Skip(1), (from, to) => Math.Log(to - from)).Sum()));
}
