using System.Text;
using ServerlessSeg.Core.Ingestion.Content;

namespace ServerlessSeg.Core.Tests.Ingestion.Content;

public sealed class LeadingLinesTests
{
    [Theory]
    [InlineData("a\nb\nc", 0, "a\nb\nc")]
    [InlineData("a\nb\nc", 2, "c")]
    [InlineData("a\r\nb\r\nc", 1, "b\r\nc")]
    [InlineData("a\rb\rc", 2, "c")]
    [InlineData("\r\n\r\nc", 1, "\r\nc")]
    [InlineData("\n\r\nc", 2, "c")]
    [InlineData("a title of some length\r\nb\r\nc", 2, "c")]
    [InlineData("a\nb", 2, "")]
    [InlineData("a\nb\n", 2, "")]
    [InlineData("a\nb\n", 1000, "")]
    [InlineData("", 1, "")]
    public async Task DropAsync_LooksOfAnyLength_LeaveTheSame(string text, int lines, string rest)
    {
        for (int bytes = 1; bytes <= text.Length + 1; bytes++)
        {
            await using var stream = new ReplayStream(new MemoryStream(Encoding.UTF8.GetBytes(text)));
            await LeadingLines.DropAsync(stream, lines, bytes, TestContext.Current.CancellationToken);
            using var left = new MemoryStream();
            await stream.CopyToAsync(left, TestContext.Current.CancellationToken);
            Assert.Equal(rest, Encoding.UTF8.GetString(left.ToArray()));
        }
    }

    [Fact]
    public void EndOf_FewerLines_IsBehindTheLastLineEnd()
    {
        Assert.Equal(4, LeadingLines.EndOf("a\r\n\nbc", 5, '\n', '\r', out int ended));
        Assert.Equal(2, ended);
    }
}
