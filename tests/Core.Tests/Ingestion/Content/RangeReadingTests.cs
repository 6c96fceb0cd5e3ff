using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ingestion.Content;

namespace ServerlessSeg.Core.Tests.Ingestion.Content;

public sealed class RangeReadingTests
{
    [Fact]
    public async Task ReadAheadStream_ManyRanges_GivesTheContentInOrder()
    {
        byte[] bytes = new byte[20_000_001];
        new Random(5).NextBytes(bytes);
        await using var stream = new ReadAheadStream(new MemoryContent("f", bytes), rangesAhead: 3);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
        Assert.True(copy.ToArray().AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public void RangeStream_AnySeek_ReadsWhatIsThere()
    {
        byte[] bytes = new byte[3_000_000];
        var random = new Random(5);
        random.NextBytes(bytes);
        using var stream = new RangeStream(new MemoryContent("f", bytes));
        for (int i = 0; i < 200; i++)
        {
            int at = random.Next(bytes.Length);
            byte[] part = new byte[Math.Min(random.Next(1, 1_500_000), bytes.Length - at)];
            stream.Seek(at, SeekOrigin.Begin);
            stream.ReadExactly(part);
            Assert.True(part.AsSpan().SequenceEqual(bytes.AsSpan(at, part.Length)));
        }
    }
}
