using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Core.Tests.Resegmentation;

public sealed class EconomicsFileTests
{
    [Fact]
    public void Parse_TakesEveryFigure()
    {
        CustomerRates rates = EconomicsFile.Parse("""
            {
              "acquisitionCost": 12.5, "annualServiceCost": 3,
              "channels": { "web": { "marginRate": 0.3 } }, // by name
              "segments": { "rfm11": { "Champions": { "annualServiceCost": 20 } } },
            }
            """, marginRate: 0.4);
        Assert.Equal(new ValueRates(0.4, 12.5, 3), rates.For(segment: null, channel: null));
        Assert.Equal(new ValueRates(0.3, 12.5, 20), rates.For("rfm11/Champions", "web"));
    }

    [Fact]
    public void Parse_TakesTheExampleOfTheReadme()
    {
        string readme = File.ReadAllText(Path.Combine(Repository(), "README.md"));
        int at = readme.IndexOf("\"marginRate\"", StringComparison.Ordinal), start = readme.LastIndexOf("```json", at, StringComparison.Ordinal) + 7;
        CustomerRates rates = EconomicsFile.Parse(readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)], 1);
        Assert.Equal(new ValueRates(0.3, 20, 15), rates.For("rfm11/Champions", "web"));
    }

    [Fact]
    public void Parse_OfMistakes_NamesAllTogether()
    {
        var refused = Assert.Throws<RunRefusedException>(() => EconomicsFile.Parse("""
            {
              "margin": 0.3, "acquisitionCost": "12", "annualServiceCost": -1,
              "channels": { "web": { "marginRate": 0 }, "shop": 3 },
              "segments": { "rfm12": { "Best": { "cost": 1 } } }
            }
            """, 1));
        foreach (string part in (string[])
            ["margin is not known", "acquisitionCost must be one number; it is \"12\"", "AnnualServiceCost is -1", "ByChannel[web].MarginRate is 0", "channels.shop must be an object",
             "segments.rfm12 is no scheme", "segments.rfm12.Best.cost is not known"])
            Assert.Contains(part, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"marginRate":1,"marginRate":1}""")]
    [InlineData("""{"acquisitionCost":1e400}""")]
    public void Parse_OfAnythingElse_IsRefused(string json) => Assert.Throws<RunRefusedException>(() => EconomicsFile.Parse(json, 1));

    [Fact]
    public void Unknown_NamesSegmentsThatThereAreNot_ButForClusters()
    {
        CustomerRates rates = EconomicsFile.Parse("""
            { "segments": { "abc": { "A": { "marginRate": 0.5 }, "Z": { "marginRate": 0.5 } }, "cluster": { "ImportantRetain2": { "marginRate": 0.5 } } } }
            """, 1);
        Assert.Equal("economics.json: there is no segment 'abc/Z'.", Assert.Single(EconomicsFile.Unknown(rates, [new PlainScheme("abc", 3)])));
    }

    private static string Repository([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
