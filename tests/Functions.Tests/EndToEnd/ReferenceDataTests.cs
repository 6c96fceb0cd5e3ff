using System.Globalization;
using System.Text.Json.Nodes;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Tests;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Public data sets through the whole app, against their published or independently computed figures.</summary>
public sealed class ReferenceDataTests
{
    /// <summary>Totals of the UCI Online Retail file, as its column sums give them.</summary>
    [Fact]
    public async Task OnlineRetail_ReconcilesToTheCent()
    {
        string file = ReferenceData.Path("uci_online_retail.csv");
        await using App app = await App.StartAsync();
        BatchRow batch = await app.DropFileAsync(file);
        JsonNode report = await app.GetAsync("batches/" + batch.BatchId);
        Assert.Equal((541_909, 406_829, 135_080), ((int)report["rows"]!["read"]!, (int)report["rows"]!["accepted"]!, (int)report["rows"]!["rejected"]!));
        Assert.Equal(135_080, (int)report["rejectsByReason"]!["no_customer"]!);
        Assert.Equal((397_884, 8_905), ((int)report["kinds"]!["purchases"]!, (int)report["kinds"]!["refunds"]!));
        Assert.Equal(8_911_407.904m, (decimal)report["money"]!["purchases"]!);
        Assert.Equal(-611_342.09m, (decimal)report["money"]!["refunds"]!);
        Assert.Equal(8_300_065.814m, (decimal)report["money"]!["accepted"]!);
        Assert.Equal(RunStatus.Published, (await app.RunAsync("2011-12-10")).Status);
        JsonArray segments = (await app.GetAsync("segments?scheme=rfm11"))["segments"]!.AsArray();
        Assert.Equal(4_372, segments.Sum(static s => (int)s!["customers"]!));
        Assert.Equal(4_338, segments.Where(static s => (string?)s!["segment"] != "NoPurchase").Sum(static s => (int)s!["customers"]!));
        Assert.Equal(8_300_065.814m, segments.Sum(static s => (decimal)s!["revenue"]!));
        Assert.Equal("ImportantValue", (string?)(await app.GetAsync("customers/14646"))["segments"]!["rfm8"]);
    }

    /// <summary>Fader, Hardie &amp; Lee (2005), table of estimates, and Fader &amp; Hardie (2013), note 025, with more digits from independent fits.</summary>
    [Fact]
    public async Task Cdnow_GivesThePublishedModels()
    {
        string file = ReferenceData.Path("CDNOW_sample.txt");
        await using App app = await App.StartAsync();
        await app.DropAsync("test/cdnow.csv", BinaryData.FromString(AsCsv(file)));
        Assert.Equal(RunStatus.Published, (await app.RunAsync("1997-09-30")).Status);
        JsonNode model = await app.GetAsync("model");
        Assert.Equal("week", (string?)model["timeUnit"]);
        JsonNode bg = model["models"]!.AsArray().Single(static m => (string?)m!["name"] == "BgNbd")!;
        AssertParameters(bg, ("r", .2425945), ("alpha", 4.4136019), ("a", .7929199), ("b", 2.4258881));
        Assert.Equal(-9582.4292, (double)bg["logLikelihood"]!, 1e-3);
        Assert.Equal("Converged", (string?)bg["verdict"]);
        AssertParameters(model["spend"]!, ("p", 6.24935), ("q", 3.74426), ("gamma", 15.44431));
        JsonNode first = await app.GetAsync("customers/1");
        Assert.Equal(3, (int)first["rfm"]!["frequency"]!);
    }

    private static void AssertParameters(JsonNode model, params (string Name, double Value)[] expected)
    {
        foreach ((string name, double value) in expected)
            Assert.Equal(value, (double)model["parameters"]![name]!, value * 1e-3);
    }

    private static string AsCsv(string file) => "customer_id,date,amount\n" + string.Concat(File.ReadLines(file).Select(static line =>
    {
        string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string date = $"{fields[2][..4]}-{fields[2][4..6]}-{fields[2][6..]}";
        return string.Create(CultureInfo.InvariantCulture, $"{int.Parse(fields[1], CultureInfo.InvariantCulture)},{date},{fields[4]}\n");
    }));
}
