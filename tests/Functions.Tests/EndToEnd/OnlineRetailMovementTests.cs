using System.Globalization;
using System.Text.Json.Nodes;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>The UCI Online Retail file in two snapshots a month apart: every scheme against sums taken from the file itself.</summary>
public sealed class OnlineRetailMovementTests
{
    [Fact]
    public async Task EveryScheme_AddsUpToTheFileAtBothDates()
    {
        string file = ReferenceData.Path("uci_online_retail.csv");
        var before = new DateOnly(2011, 11, 1);
        var now = new DateOnly(2011, 12, 1);
        await using App app = await App.StartAsync();
        await app.DropFileAsync(file);
        decimal[] money = Money(file, before, now);

        Dictionary<string, Sizes> earlier = await RunAsync(app, before, money[0]);
        Dictionary<string, Sizes> later = await RunAsync(app, now, money[1]);
        foreach (string scheme in SegmentationCatalogue.Names)
        {
            JsonNode[] moves = [.. (await app.GetAsync($"segments/{scheme}/migration"))["moves"]!.AsArray().OfType<JsonNode>()];
            Assert.Equal(earlier[scheme].NotEmpty(), Margins(moves, "from", "moneyBefore").NotEmpty());
            Assert.Equal(later[scheme].NotEmpty(), Margins(moves, "to", "moneyNow").NotEmpty());
        }
    }

    private static async Task<Dictionary<string, Sizes>> RunAsync(App app, DateOnly asOf, decimal money)
    {
        RunRow run = await app.RunAsync(asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal((RunStatus.Published, (string?)null), (run.Status, run.Error));
        SnapshotManifest manifest = (await app.Store.ReadManifestAsync(run.Id, TestContext.Current.CancellationToken))!;
        Assert.Equal(money, manifest.Totals.Net);
        Dictionary<string, Sizes> found = [];
        foreach (string scheme in SegmentationCatalogue.Names)
        {
            JsonArray segments = (await app.GetAsync("segments?scheme=" + scheme))["segments"]!.AsArray();
            Assert.Equal(manifest.Customers, segments.Sum(static segment => (int)segment!["customers"]!));
            Assert.Equal(money, segments.Sum(static segment => (decimal)segment!["revenue"]!));
            found[scheme] = new Sizes(segments.Select(static segment => ((string)segment!["segment"]!, (long)segment["customers"]!, (decimal)segment["revenue"]!)));
        }
        return found;
    }

    private static Sizes Margins(JsonNode[] moves, string end, string money) => new(moves
        .Where(move => move[end] is not null)
        .GroupBy(move => (string)move[end]!)
        .Select(group => (group.Key, group.Sum(static move => (long)move["customers"]!), group.Sum(move => (decimal)move[money]!))));

    /// <summary>Quantity × price of the rows with a customer, up to and including each date.</summary>
    private static decimal[] Money(string file, params DateOnly[] dates)
    {
        decimal[] sums = new decimal[dates.Length];
        foreach (string line in File.ReadLines(file).Skip(1))
        {
            // Descriptions hold commas; the five columns behind them do not.
            string[] fields = line.Split(',');
            if (fields[^2].Length == 0)
                continue;
            var day = DateOnly.FromDateTime(DateTime.Parse(fields[^4], CultureInfo.InvariantCulture));
            decimal amount = int.Parse(fields[^5], CultureInfo.InvariantCulture) * decimal.Parse(fields[^3], CultureInfo.InvariantCulture);
            for (int i = 0; i < dates.Length; i++)
                sums[i] += day <= dates[i] ? amount : 0;
        }
        return sums;
    }

    private sealed class Sizes(IEnumerable<(string Segment, long Customers, decimal Money)> segments)
    {
        private readonly (string, long, decimal)[] _segments = [.. segments.OrderBy(static segment => segment.Segment, StringComparer.Ordinal)];

        public IEnumerable<(string, long, decimal)> NotEmpty() => _segments.Where(static segment => segment.Item2 > 0);
    }
}
