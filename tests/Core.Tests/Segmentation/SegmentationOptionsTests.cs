using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Core.Segmentation.Advice;
using ServerlessSeg.Core.Segmentation.Clusters;

namespace ServerlessSeg.Core.Tests.Segmentation;

public sealed class SegmentationOptionsTests
{
    [Fact]
    public void Parse_AnEmptyObjectHasAllDefaults() => Assert.Equal(new SegmentationOptions().ToJson(), SegmentationOptions.Parse("{}"u8).ToJson());

    [Fact]
    public void Parse_TheDocumentedConfigurationIsThatOfTheDefaults() =>
        Assert.Equal(new SegmentationOptions().ToJson(), SegmentationOptions.Parse(Encoding.UTF8.GetBytes(Documented(0))).ToJson());

    [Fact]
    public void Parse_TheDocumentedMapIsTotal() =>
        Assert.Equal(["Best", "Rest", "NoPurchase"], SegmentMap.Parse(Encoding.UTF8.GetBytes(Documented(1)), "documented").Segments.Select(s => s.Code));

    [Fact]
    public void Parse_ReadsWhatIsGivenAndKeepsTheOtherDefaults()
    {
        SegmentationOptions options = SegmentationOptions.Parse("""
            {
              // Only what differs from the defaults.
              "schemes": ["rfm11", "abc"],
              "maps": { "rfm6": "shopify" },
              "rfm": { "windowDays": 365, "frequency": "purchaseDays", "method": "kMeans" },
              "eightTypes": "median",
              "cluster": { "features": ["recency", "length", "attribute"], "attribute": "Discount", "clusters": 5 },
              "octant": { "aheadShare": 0.4 },
            }
            """u8);
        Assert.Equal(["rfm11", "abc"], options.Schemes);
        Assert.Equal((365, FrequencyMeasure.PurchaseDays, CutPointMethod.KMeans, 5), (options.Rfm.WindowDays, options.Rfm.Frequency, options.Rfm.Method, options.Rfm.Levels));
        Assert.Equal([ClusterFeature.Recency, ClusterFeature.Length, ClusterFeature.Attribute], options.Cluster.Features);
        Assert.Equal((0.4, 0.5), (options.Octant.AheadShare, options.Octant.NeedQuantile));
        Assert.Equal(EightTypeSplit.Median, options.EightTypes);
    }

    [Fact]
    public void Parse_NamesEveryUnknownNameAndWrongKind()
    {
        SegmentationConfigurationException refused = Assert.Throws<SegmentationConfigurationException>(() => SegmentationOptions.Parse("""
            { "schems": [], "rfm": { "levels": "five", "windwDays": 3, "method": "guess" }, "tier": 3, "cluster": { "features": ["colour"] }, "abc": { "aShare": null } }
            """u8));
        foreach (string place in new[] { "schems is not known", "rfm.levels must", "rfm.windwDays is not known", "rfm.method must be one of quantile", "tier must be an object", "cluster.features", "abc.aShare" })
            Assert.Contains(refused.Errors, e => e.Contains(place, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("schemes", "[]")]
    [InlineData("schemes", """["rfm11", "rfm11"]""")]
    [InlineData("schemes[1]", """["rfm11", null]""")]
    [InlineData("maps", """{ "rfm8": "rfm11" }""")]
    [InlineData("maps.rfm6", """{ "rfm6": "unknown" }""")]
    [InlineData("maps.rfm6", """{ "rfm6": null }""")]
    [InlineData("rfm.windowDays", "0")]
    [InlineData("rfm.levels", "2")]
    [InlineData("rfm.levels", "11")]
    [InlineData("rfm.method", "\"frozen\"")]
    [InlineData("rfm.recencyThresholds", "[3, 2, 1, 0]", "\"method\": \"thresholds\"")]
    [InlineData("rfm.frequencyThresholds", "[1, 2]", "\"method\": \"thresholds\"")]
    [InlineData("rfm.monetaryThresholds", "[1, 2, 3, null]", "\"method\": \"thresholds\"")]
    [InlineData("rfm.monetaryThresholds", "[1, 2, 3, 1e999]", "\"method\": \"thresholds\"")]
    [InlineData("rfm.recencyWeight", "-1")]
    [InlineData("rfm.frequencyWeight", "1e999")]
    [InlineData("rfm.monetaryWeight", "-0.5")]
    [InlineData("tier.highShare", "1")]
    [InlineData("tier.middleShare", "0.9")]
    [InlineData("tier.topListShare", "0")]
    [InlineData("abc.aShare", "0")]
    [InlineData("abc.bShare", "0.2")]
    [InlineData("octant.valueQuantile", "2")]
    [InlineData("octant.needQuantile", "-1")]
    [InlineData("octant.aheadShare", "1.5")]
    [InlineData("octant.horizonDays", "0")]
    [InlineData("loyalty.valueQuantile", "2")]
    [InlineData("loyalty.clvQuantile", "2")]
    [InlineData("loyalty.minPAlive", "-0.1")]
    [InlineData("loyalty.minPurchases", "2")]
    [InlineData("loyalty.maxGapVariation", "0")]
    [InlineData("loyalty.maxSilentGaps", "0")]
    [InlineData("cluster.features", "[]")]
    [InlineData("cluster.features", """["recency", "recency"]""")]
    [InlineData("cluster.attribute", "\"Discount\"")]
    [InlineData("cluster.attribute", "\" \"", "\"features\": [\"attribute\"]")]
    [InlineData("cluster.clusters", "11")]
    [InlineData("cluster.minClusters", "1")]
    [InlineData("cluster.maxClusters", "11")]
    [InlineData("cluster.changeOnlyIfBetterBy", "-1")]
    [InlineData("cluster.starts", "0")]
    [InlineData("cluster.seed", "1.5")]
    [InlineData("cluster.sampleSize", "10")]
    [InlineData("cluster.maxIterations", "0")]
    [InlineData("cluster.miniBatchAbove", "-1")]
    [InlineData("lifecycle.ownRhythmFrom", "1")]
    [InlineData("lifecycle.minGapDays", "0")]
    [InlineData("lifecycle.defaultGapDays", "0")]
    [InlineData("lifecycle.decliningAfterGaps", "4")]
    [InlineData("lifecycle.dormantAfterGaps", "1")]
    [InlineData("lifecycle.lostAfterGaps", "1")]
    [InlineData("lifecycle.reactivatedAfterGaps", "1")]
    [InlineData("lifecycle.trendFrom", "2")]
    [InlineData("lifecycle.growingShare", "0.1")]
    [InlineData("lifecycle.decliningShare", "0.9")]
    [InlineData("profile.attributes[0]", """[""]""")]
    [InlineData("profile.attributes[1]", """["Region", "Region"]""")]
    [InlineData("profile.attributes[0]", """["country"]""")]
    [InlineData("profile.attributes[0]", "[null]")]
    public void Parse_NamesAValueOutOfRangeByItsPath(string path, string value, string? beside = null)
    {
        string[] names = path.Split('[')[0].Split('.');
        string json = names.Length == 1 || names[0] == "maps" ? $$"""{ "{{names[0]}}": {{value}} }""" : $$"""{ "{{names[0]}}": { {{(beside is null ? "" : beside + ",")}} "{{names[1]}}": {{value}} } }""";
        SegmentationConfigurationException refused = Assert.Throws<SegmentationConfigurationException>(() => SegmentationOptions.Parse(Encoding.UTF8.GetBytes(json)));
        // An error that is about several values names the first one in full.
        Assert.Contains(refused.Errors, error => error.Contains(path, StringComparison.Ordinal) || (error.StartsWith(names[0] + ".", StringComparison.Ordinal) && error.Contains(names[^1], StringComparison.Ordinal)));
    }

    [Fact]
    public void Parse_NamesEveryValueOfAWrongKindByItsPath()
    {
        foreach (string path in Paths(SegmentationJson.Default.SegmentationOptions, ""))
        {
            string json = path.Split('.').Reverse().Aggregate("[{}]", static (inner, name) => $$"""{ "{{name}}": {{inner}} }""");
            SegmentationConfigurationException refused = Assert.Throws<SegmentationConfigurationException>(() => SegmentationOptions.Parse(Encoding.UTF8.GetBytes(json)));
            Assert.All(refused.Errors, error => Assert.StartsWith(path + " must be", error, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Readme_HasALineForEveryValue()
    {
        string table = File.ReadAllText(Readme()).Split("| value | range | meaning |")[1].Split("\n\n")[0];
        IEnumerable<string> rows = table.Split('\n').Where(static line => line.StartsWith("| `", StringComparison.Ordinal)).Select(static line => line.Split('`')[1]);
        Assert.Equal(Paths(SegmentationJson.Default.SegmentationOptions, ""), rows);
    }

    [Fact]
    public void Parse_TheDocumentedActionsAreComplete() =>
        Assert.Equal("thank", Actions.Parse(Encoding.UTF8.GetBytes(Documented(2))).Find("rfm6", "Best")!.Code);

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "rfm": { "method": "frozen", "frozenCutPoints": { "recency": null } } }""")]
    [InlineData("""{ "rfm": { "method": "frozen", "frozenCutPoints": {} } }""")]
    public void Parse_RefusesWhatIsNotAConfiguration(string json) =>
        Assert.Throws<SegmentationConfigurationException>(() => SegmentationOptions.Parse(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData(300, true)]
    [InlineData(300, false)]
    [InlineData(0, false)]
    public void Parameters_FitOnceAndPlaceElsewhere(int customers, bool rich)
    {
        // Without products, predictions and money that is left, some parameters do not exist.
        CustomerFacts[] facts = RandomBase.Create(11, customers, clv: rich);
        if (!rich)
            facts = [.. facts.Select(f => new CustomerFacts(f.Summary with { Products = 0, NetMoney = 0, Attribute = double.NaN }, f.AsOfDay, f.Score, f.Clv))];
        (SegmentationParameters parameters, IReadOnlyList<ISegmentationScheme> here, facts) = RandomBase.Segment(facts);
        string json = JsonSerializer.Serialize(parameters, SegmentationJson.Default.SegmentationParameters);
        SegmentationParameters back = JsonSerializer.Deserialize(json, SegmentationJson.Default.SegmentationParameters)!;
        IReadOnlyList<ISegmentationScheme> there = SegmentationCatalogue.Build(new SegmentationOptions(), back);
        Assert.Equal(facts.SelectMany(f => here.Select(s => s.Assign(f))), facts.SelectMany(f => there.Select(s => s.Assign(f))));
    }

    [Fact]
    public void Frozen_TheNextRunScoresByTheCutPointsOfThisOne()
    {
        (SegmentationParameters first, _, _) = RandomBase.Segment(RandomBase.Create(1, 200));
        SegmentationOptions frozen = SegmentationOptions.Parse(Encoding.UTF8.GetBytes(
            new SegmentationOptions { Rfm = new RfmOptions { Method = CutPointMethod.Frozen, FrozenCutPoints = first.Rfm } }.ToJson()));
        (SegmentationParameters second, _, CustomerFacts[] facts) = RandomBase.Segment(RandomBase.Create(2, 300), frozen);
        Assert.Equal(first.Rfm.Monetary.Thresholds, second.Rfm.Monetary.Thresholds);
        Assert.Equal(facts.Count(f => f.HasPurchase), second.Rfm.Monetary.Customers.Sum());
    }

    private static IEnumerable<string> Paths(JsonTypeInfo type, string place) =>
        from property in type.Properties
        let name = place.Length == 0 ? property.Name : $"{place}.{property.Name}"
        let inner = SegmentationJson.Default.GetTypeInfo(property.PropertyType)
        from path in inner is { Kind: JsonTypeInfoKind.Object } && property.PropertyType != typeof(RfmCutPoints) ? Paths(inner, name) : [name]
        select path;

    private static string Documented(int block) => File.ReadAllText(Readme()).Split("```json")[block + 1].Split("```")[0];

    private static string Readme([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "core", "Segmentation", "README.md");
}
