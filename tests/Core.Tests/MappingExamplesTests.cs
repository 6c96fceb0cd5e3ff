using System.Runtime.CompilerServices;
using System.Text;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Tests.Ingestion;

namespace ServerlessSeg.Core.Tests;

/// <summary>Reads the exports that README.md shows with the mapping.json that it shows beneath each.</summary>
public sealed class MappingExamplesTests
{
    private static readonly List<(string Export, string Mapping)> Examples = ExamplesOf(File.ReadAllLines(Path.Combine(Repository(), "README.md")));

    [Fact]
    public void Readme_ShowsThreeExamples() => Assert.Equal(3, Examples.Count);

    [Fact]
    public async Task Shop_WithItsOwnColumnNames_IsReadToTheCent()
    {
        BatchReport report = await ReadAsync(0);
        Assert.Equal((3L, 2L, 1L), (report.Rows.Accepted, report.Kinds.Purchases, report.Kinds.Refunds));
        Assert.Equal((1297.40m, -19.90m), (report.Money.Purchases, report.Money.Refunds));
        Assert.Equal(new DateTimeOffset(2026, 4, 2, 22, 0, 0, TimeSpan.Zero), report.First);
        Assert.Equal("EUR", Assert.Single(report.Currencies).Currency);
    }

    [Fact]
    public async Task Columns_WithoutAHeader_AreTakenByPosition()
    {
        BatchReport report = await ReadAsync(1);
        Assert.Equal((3L, 2L, 49.09m), (report.Rows.Accepted, report.Customers, report.Money.Accepted));
        Assert.Equal("USD", Assert.Single(report.Currencies).Currency);
    }

    [Fact]
    public async Task Cancellations_MarkedByTheirOrderNumber_AreRefunds()
    {
        BatchReport report = await ReadAsync(2);
        Assert.Equal((3L, 2L, 1L), (report.Rows.Accepted, report.Kinds.Purchases, report.Kinds.Refunds));
        Assert.Equal((35.64m, -27.50m), (report.Money.Purchases, report.Money.Refunds));
        Assert.Equal(new DateTimeOffset(2010, 12, 1, 8, 26, 0, TimeSpan.Zero), report.First);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Example_WithoutItsMapping_WouldNotBeReadThatWay(int example)
    {
        BatchReport told = await ReadAsync(example);
        BatchReport untold = (await IngestRun.OfTextAsync(Examples[example].Export)).Report;
        Assert.NotEqual((told.Status, told.Rows.Accepted, told.Money, told.First), (untold.Status, untold.Rows.Accepted, untold.Money, untold.First));
    }

    private static async Task<BatchReport> ReadAsync(int example)
    {
        BatchReport report = (await IngestRun.OfTextAsync(Examples[example].Export, Examples[example].Mapping)).Report;
        Assert.Equal(BatchStatus.Ready, report.Status);
        Assert.Equal(0, report.Rows.Rejected);
        return report;
    }

    /// <summary>Each fenced block of kind csv with the block of kind json that follows it.</summary>
    private static List<(string Export, string Mapping)> ExamplesOf(IEnumerable<string> lines)
    {
        List<(string, string)> examples = [];
        string? kind = null, export = null;
        var block = new StringBuilder();
        foreach (string line in lines)
        {
            if (kind is null)
            {
                if (line.StartsWith("```", StringComparison.Ordinal))
                    (kind, _) = (line[3..], block.Clear());
                continue;
            }
            if (line != "```")
            {
                block.Append(line).Append('\n');
                continue;
            }
            if (kind == "csv")
                export = block.ToString();
            if (kind == "json" && export is not null)
            {
                examples.Add((export, block.ToString()));
                export = null;
            }
            kind = null;
        }
        return examples;
    }

    private static string Repository([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
