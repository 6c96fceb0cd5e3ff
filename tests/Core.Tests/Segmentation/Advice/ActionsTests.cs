using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Core.Segmentation.Advice;

namespace ServerlessSeg.Core.Tests.Segmentation.Advice;

public sealed class ActionsTests
{
    private static readonly string[] ClusterKinds = ["ImportantRetain", "ImportantDevelop", "ImportantWinBack", "General", "LowValue"];

    [Fact]
    public void Default_EverySegmentOfEverySchemeAndMapHasACompleteAction()
    {
        (_, IReadOnlyList<ISegmentationScheme> schemes, _) = RandomBase.Segment(RandomBase.Create(1, 200));
        Assert.Empty(Actions.Default.Missing(schemes));
        IEnumerable<(string, string)> places = schemes.SelectMany(s => s.Segments.Select(d => (s.Name, d.Code)))
            .Concat(BuiltInMaps.Names.SelectMany(m => BuiltInMaps.Get(m).Segments.Select(d => ("rfm6", d.Code))))
            .Concat(ClusterKinds.Select(kind => ("cluster", kind)));
        Assert.All(places, p => Assert.Empty(Actions.Default.Find(p.Item1, p.Item2)!.Errors(p.Item2)));
    }

    [Fact]
    public void Find_ANumberedClusterHasTheActionOfItsKind() =>
        Assert.Equal(Actions.Default.Find("cluster", "ImportantRetain"), Actions.Default.Find("cluster", "ImportantRetain2"));

    [Fact]
    public void Find_TheSchemesOwnActionGoesBeforeThatForAny() =>
        Assert.NotEqual(Actions.Default.Find("rfm11", "New")!.English, Actions.Default.Find("lifecycle", "New")!.English);

    [Fact]
    public void Parse_ReplacesOneAndKeepsTheRest()
    {
        Actions own = Actions.Parse("""
            { "abc": { "A": { "code": "call", "priority": 1, "english": "Call.", "chinese": "致电。", "channel": "phone", "incentive": "none", "measure": "revenue" } } }
            """u8);
        Assert.Equal("call", own.Find("abc", "A")!.Code);
        Assert.Equal(Actions.Default.Find("abc", "B"), own.Find("abc", "B"));
    }

    [Fact]
    public void Parse_NamesEveryError()
    {
        SegmentationConfigurationException refused = Assert.Throws<SegmentationConfigurationException>(
            () => Actions.Parse("""{ "rfm99": {}, "abc": { "A": { "code": "Call Now", "priority": 9 } } }"""u8));
        foreach (string part in new[] { "rfm99", "Call Now", "priority is 9", "english", "chinese", "channel", "incentive", "measure" })
            Assert.Contains(refused.Errors, e => e.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void Missing_NamesSegmentsOfAnOwnMap()
    {
        SegmentMap own = SegmentMap.Parse("""{"segments":[{"code":"Everyone","english":"Everyone","otherwise":true}]}"""u8, "own");
        SegmentationOptions options = new() { Schemes = ["rfm11"] };
        (SegmentationParameters parameters, _, _) = RandomBase.Segment(RandomBase.Create(3, 40), options);
        string missing = Assert.Single(Actions.Default.Missing(SegmentationCatalogue.Build(options, parameters, new Dictionary<string, SegmentMap> { ["rfm11"] = own })));
        Assert.Contains("Everyone", missing, StringComparison.Ordinal);
    }
}
