using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Core.Tests.Resegmentation;

public sealed class RunIdTests
{
    [Theory]
    [InlineData("2011-12-10", "20111210")]
    [InlineData("2011-12-10.2", "20111210r2")]
    [InlineData("2011-12-10.13", "20111210r13")]
    public void Parse_WritesBackTheSame(string text, string compact)
    {
        RunId id = RunId.Parse(text);
        Assert.Equal(text, id.ToString());
        Assert.Equal(compact, id.Compact);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("2011-13-10")]
    [InlineData("2011-12-10.")]
    [InlineData("2011-12-10.1")]
    [InlineData("2011-12-10.-2")]
    [InlineData("2011-12-10.2x")]
    public void TryParse_AnythingElse_IsFalse(string? text) => Assert.False(RunId.TryParse(text, out _));

    [Fact]
    public void Order_IsByDateThenByRevisionAsANumber() => Assert.Equal(
        ["2011-12-09.3", "2011-12-10", "2011-12-10.2", "2011-12-10.10"],
        "2011-12-10.10 2011-12-10 2011-12-09.3 2011-12-10.2".Split(' ').Select(RunId.Parse).Order().Select(static id => id.ToString()));
}
