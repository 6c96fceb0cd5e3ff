using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv;

public sealed class ValueOptionsTests
{
    private static readonly ValueOptions Options = new()
    {
        MarginRate = 0.3,
        AcquisitionCost = 10,
        AnnualServiceCost = 2,
        BySegment = new Dictionary<string, ValueOverride> { ["Champions"] = new(MarginRate: 0.4) },
        ByChannel = new Dictionary<string, ValueOverride> { ["web"] = new(MarginRate: 0.2, AcquisitionCost: 4) },
    };

    [Fact]
    public void For_UnknownNames_TakesTheGeneralRates() => Assert.Equal(new ValueRates(0.3, 10, 2), Options.For("Lost", null));

    [Fact]
    public void For_SegmentAndChannel_TakesTheSegmentFirstFieldByField() => Assert.Equal(new ValueRates(0.4, 4, 2), Options.For("Champions", "web"));

    [Fact]
    public void For_ChannelAlone_TakesTheChannel() => Assert.Equal(new ValueRates(0.2, 4, 2), Options.For("Lost", "web"));

    [Fact]
    public void Validated_ReportsAllFaultsTogether()
    {
        var wrong = Options with { MarginRate = 1.5, HorizonDays = 0, ByChannel = new Dictionary<string, ValueOverride> { ["shop"] = new(AcquisitionCost: -1) } };
        var error = Assert.Throws<ArgumentException>(wrong.Validated);
        Assert.Contains("MarginRate is 1.5", error.Message, StringComparison.Ordinal);
        Assert.Contains("HorizonDays is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("ByChannel[shop].AcquisitionCost is -1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validated_LegalOptions_AreReturned() => Assert.Same(Options, Options.Validated());
}
