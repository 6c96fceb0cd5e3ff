using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;
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

    [Fact]
    public void Parse_NamesEveryValueOutOfRange()
    {
        SegmentationConfigurationException refused = Assert.Throws<SegmentationConfigurationException>(() => SegmentationOptions.Parse("""
            { "rfm": { "levels": 2 }, "tier": { "highShare": 0.9, "middleShare": 0.2 }, "abc": { "aShare": 1 }, "octant": { "needQuantile": 2 },
              "loyalty": { "minPurchases": 1 }, "lifecycle": { "dormantAfterGaps": 1 }, "cluster": { "maxClusters": 40 } }
            """u8));
        foreach (string place in new[] { "rfm.levels", "tier.middleShare", "abc.aShare", "octant.needQuantile", "loyalty.minPurchases", "lifecycle.decliningAfterGaps", "cluster.maxClusters" })
            Assert.Contains(refused.Errors, e => e.Contains(place, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "rfm": { "method": "frozen", "frozenCutPoints": { "recency": null } } }""")]
    [InlineData("""{ "rfm": { "method": "frozen", "frozenCutPoints": {} } }""")]
    public void Parse_RefusesWhatIsNotAConfiguration(string json) =>
        Assert.Throws<SegmentationConfigurationException>(() => SegmentationOptions.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Parameters_FitOnceAndPlaceElsewhere()
    {
        (SegmentationParameters parameters, IReadOnlyList<ISegmentationScheme> here, CustomerFacts[] facts) = RandomBase.Segment(RandomBase.Create(11, 300));
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

    private static string Documented(int block, [CallerFilePath] string here = "")
    {
        string readme = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "core", "Segmentation", "README.md");
        return File.ReadAllText(readme).Split("```json")[block + 1].Split("```")[0];
    }
}
