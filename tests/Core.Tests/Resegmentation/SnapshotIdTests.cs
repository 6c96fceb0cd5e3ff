using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Core.Tests.Resegmentation;

public sealed class SnapshotIdTests
{
    [Theory]
    [InlineData("2011-12-10")]
    [InlineData("2011-12-10.2")]
    [InlineData("2011-12-10/0123456789abcdef")]
    public void Parse_ReadsWhatToStringWrites(string text) => Assert.Equal(text, SnapshotId.Parse(text).ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2011-12-10/")]
    [InlineData("2011-12-10/segments")]
    [InlineData("2011-12-10/0123456789ABCDEF")]
    [InlineData("2011-12-10/0123456789abcdef/..")]
    [InlineData("2011-12-10/../../0123456789")]
    public void TryParse_AnythingElse_IsFalse(string? text) => Assert.False(SnapshotId.TryParse(text, out _));

    [Fact]
    public void NewAttempt_IsAnotherEachTime()
    {
        RunId run = RunId.Parse("2011-12-10");
        SnapshotId first = SnapshotId.NewAttempt(run), second = SnapshotId.NewAttempt(run);
        Assert.NotEqual(first, second);
        Assert.True(SnapshotId.IsAttempt(first.Attempt));
        Assert.Equal(first, SnapshotId.Parse(first.ToString()));
    }
}
