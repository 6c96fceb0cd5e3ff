using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Tests.Ledger;

namespace ServerlessSeg.Core.Tests.Resegmentation;

public sealed class SummariseRangesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public async Task RunAsync_SeveralRanges_GivesWhatOneGives(int holdoutDays)
    {
        var store = new MemoryLedgerStore();
        SampleRow[] rows = [.. SampleRow.Make(9, 2_000, 300).Select(static row => row with { Currency = "EUR" })];
        LedgerFile file = (await LedgerFixture.WriteAsync(store, "a", rows)).ToLedgerFiles("s", "a", 1)[0];
        var asOf = new DateOnly(2021, 12, 31);
        SummarisedBase[] bases = new SummarisedBase[2];
        // The number of ranges follows the rows that the plan names.
        foreach ((int i, long named) in new[] { (0, 2_000L), (1, 400_000L) })
        {
            RunPlan plan = RunPlan.Create(asOf, new ResegmentationOptions { Parallelism = 2 }, [file with { Rows = named }], new DateOnly(2020, 9, 13)) with { HoldoutDays = holdoutDays };
            bases[i] = await Summarise.RunAsync(plan, store, null, TestContext.Current.CancellationToken);
        }
        Assert.Equal(300, bases[0].Customers.Length);
        Assert.Equal(bases[0].Customers, bases[1].Customers);
        Assert.Equal(holdoutDays == 0 ? 0 : 300, bases[1].Calibration.Length);
        Assert.Equal(bases[0].Calibration, bases[1].Calibration);
    }
}
