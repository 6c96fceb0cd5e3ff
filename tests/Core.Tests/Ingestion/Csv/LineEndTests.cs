using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Csv;

/// <summary>A file is read alike whatever ends its lines.</summary>
public sealed class LineEndTests
{
    private const string Header = "customer,date,amount,product";

    [Theory]
    [InlineData("c,2025-01-01,1,x\rd,2025-01-02,2,y\r\n")]
    [InlineData("c,2025-01-01,1,x\rd,2025-01-02,2,y\n")]
    [InlineData("c,2025-01-01,1,\"x\"\rd,2025-01-02,2,\"y\"\n")]
    public async Task RunAsync_CarriageReturnsAndAFinalLineFeed_GivesEveryRow(string rows)
    {
        IngestRun run = await IngestRun.OfTextAsync(Header + "\r" + rows);
        Assert.Equal([("c", "x"), ("d", "y")], run.Rows.Select(static row => (row.Customer, row.Product)));
        Assert.Equal(2, run.Report.Rows.Read);
    }

    [Fact]
    public async Task RunAsync_LineFeedWithinARowOfCarriageReturns_CostsItsRowsOnly()
    {
        IngestRun run = await IngestRun.OfTextAsync(Header + "\rc,2025-01-01,1,x\rd,2025-01-02,2,y\ne,2025-01-02,2,y\rf,2025-01-02,2,z\r");
        Assert.Equal(["c", "f"], run.Rows.Select(static row => row.Customer));
        Assert.StartsWith("3,0,wrong_field_count,", Assert.Single(run.RejectLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sep=,\r\r\n")]
    public async Task RunAsync_SeveralCarriageReturnsBeforeALineFeed_AreItsLineEnd(string first)
    {
        string[] rows = [.. Enumerable.Range(0, 100).Select(static row => row % 40 == 39 ? "c,\"2025-01-01\",1,\"x\"" : "c,2025-01-01,1,x"), "d,soon,1,x"];
        IngestRun run = await IngestRun.OfTextAsync(first + string.Join("\r\r\n", rows.Prepend(Header)) + "\r\r\n");
        Assert.Equal((100, "x"), (run.Rows.Count, Assert.Single(run.Rows.Select(static row => row.Product).Distinct())));
        Assert.StartsWith(first.Length > 0 ? "103,2,bad_date,soon," : "102,2,bad_date,soon,", Assert.Single(run.RejectLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r", "\n\n\n\n")]
    [InlineData("\n", "\r\r\r\r")]
    [InlineData("\r\n", "\r\r\r\r")]
    public async Task RunAsync_ManyOtherLineEndsWithinQuotes_DoNotEndItsLines(string lineEnd, string within)
    {
        IngestRun run = await IngestRun.OfTextAsync($"{Header}{lineEnd}c,2025-01-01,1,\"a{within}b\"{lineEnd}d,2025-01-02,2,x{lineEnd}");
        Assert.Equal([$"a{within}b", "x"], run.Rows.Select(static row => row.Product));
    }

    [Fact]
    public void RunAsync_AnyLineEndsAndChunkSizes_GiveTheSame()
    {
        string[] records = ["c,2025-01-01,1,x", "d,2025-01-02,2.50,\"y\"", "e,soon,3,z", "", "f,2025-01-03,4,", "g,2025-01-04,5", "\"h\",\"2025-01-05\",6,\"two\r\nlines\""];
        Gen<string[]> files = Gen.Elements(records).ListOf().Select(static rows => rows.Append("y,2025-01-07,8,x").Append("z,2025-01-07,8,x").ToArray());
        // Each third line at most has a line feed: more of them have none.
        Gen<bool[]> feeds = Gen.Elements(true, false).ListOf().Select(static some => some.ToArray());
        Prop.ForAll(files.ToArbitrary(), feeds.ToArbitrary(), Gen.Choose(1, 80).ToArbitrary(), (rows, some, chunkBytes) =>
        {
            string wanted = ResultOf(Text(rows, static _ => "\n"), 1 << 20);
            bool HasFeed(int line) => line % 3 == 1 && some.Length > 0 && some[line % some.Length];
            return new Func<int, string>[] { static _ => "\n", static _ => "\r", static _ => "\r\n", static _ => "\r\r\n", line => HasFeed(line) ? "\r\n" : "\r" }
                .All(lineEnd => ResultOf(Text(rows, lineEnd), chunkBytes) == wanted);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    private static string Text(string[] rows, Func<int, string> lineEnd) =>
        string.Concat(rows.Prepend(Header).Select((row, line) => row + lineEnd(line)));

    private static string ResultOf(string text, int chunkBytes)
    {
        IngestRun run = IngestRun.OfBytesAsync(Encoding.UTF8.GetBytes(text), options: IngestOptions.Default with { Workers = 1, ChunkBytes = chunkBytes }).GetAwaiter().GetResult();
        return string.Join('\n', [run.Report.Status.ToString(), .. run.Rows.Select(static row => row.ToString()), .. run.RejectLines]);
    }
}
