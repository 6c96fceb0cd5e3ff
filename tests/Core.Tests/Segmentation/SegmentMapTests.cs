using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Tests.Segmentation;

public sealed class SegmentMapTests
{
    [Theory]
    [InlineData("555", "Champions")]
    [InlineData("155", "CantLose")]
    [InlineData("543", "Loyal")]
    [InlineData("323", "PotentialLoyalist")]
    [InlineData("311", "New")]
    [InlineData("525", "Promising")]
    [InlineData("324", "NeedAttention")]
    [InlineData("213", "AboutToSleep")]
    [InlineData("124", "AtRisk")]
    [InlineData("222", "Hibernating")]
    [InlineData("151", "Lost")]
    public void Rfm11_PlacesCells(string cell, string expected) => Assert.Equal(expected, CodeOf("rfm11", cell));

    [Theory]
    [InlineData("rfm6", "545", "Champions")]
    [InlineData("rfm6", "521", "Recent")]
    [InlineData("rfm6", "215", "AtRisk")]
    [InlineData("rfm6", "111", "Inactive")]
    [InlineData("shopify", "544", "Champions")]
    [InlineData("shopify", "512", "New")]
    [InlineData("shopify", "155", "PreviouslyLoyal")]
    public void RangeMaps_PlaceCells(string map, string cell, string expected) => Assert.Equal(expected, CodeOf(map, cell));

    [Fact]
    public void Rfm11_HasElevenSegmentsAndTheOneWithoutPurchase()
    {
        SegmentMap map = BuiltInMaps.Get("rfm11");
        Assert.Equal(12, map.Segments.Count);
        Assert.Equal("NoPurchase", map.Segments[map.SegmentOf(default)].Code);
    }

    [Fact]
    public void Parse_NamesEveryError()
    {
        SegmentationConfigurationException refused = Assert.Throws<SegmentationConfigurationException>(() => SegmentMap.Parse("""
            { "levels": 3, "segments": [
              { "code": "Good", "english": "Good", "cells": "333 332 444" },
              { "code": "Good", "english": "", "cells": "333" },
              { "code": "bad code", "english": "Bad", "ranges": [{ "r": [3, 1] }], "otherwise": true }
            ] }
            """u8, "own"));
        foreach (string part in new[] { "'444'", "333 (also in 'Good')", "no English name", "used twice", "'bad code'", "range r", "one of cells", "cells are in no segment" })
            Assert.Contains(refused.Errors, e => e.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_RefusesUnknownNames() =>
        Assert.Contains("'own'", Assert.Throws<SegmentationConfigurationException>(() => SegmentMap.Parse("""{"segmnts":[]}"""u8, "own")).Message, StringComparison.Ordinal);

    [Fact]
    public void SegmentOf_RefusesScoresBeyondItsLevels() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BuiltInMaps.Get("rfm11").SegmentOf(new RfmScore(6, 1, 1)));

    private static string CodeOf(string name, string cell)
    {
        SegmentMap map = BuiltInMaps.Get(name);
        return map.Segments[map.SegmentOf(new RfmScore((byte)(cell[0] - '0'), (byte)(cell[1] - '0'), (byte)(cell[2] - '0')))].Code;
    }
}
