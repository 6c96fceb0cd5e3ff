using System.Buffers;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Core.Tests.Resegmentation;

public sealed class SegmentFileTests
{
    private static readonly string[] Ids = ["17850", "a,b", "say \"hi\"", "two\nlines", "客户", "\"", "=1+1", "'=1", "-5", "'x", new string('x', 70_000)];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Read_PageByPage_GivesEveryCustomerOnce(int top)
    {
        byte[] file = Write(Ids);
        List<SegmentMember> members = [];
        long offset = 0;
        bool more = true;
        while (more)
        {
            using var stream = new MemoryStream(file) { Position = offset };
            (IReadOnlyList<SegmentMember> page, long bytes, more) = await SegmentFile.ReadAsync(stream, offset == 0, top, TestContext.Current.CancellationToken);
            Assert.True(page.Count <= top);
            members.AddRange(page);
            offset += bytes;
        }
        Assert.Equal(Ids, members.Select(static member => member.CustomerId));
        Assert.Equal(file.Length, offset);
        Assert.Equal(0.5, members[1].PAlive);
        Assert.Null(members[0].PAlive);
        Assert.Equal(104.8576m, members[0].Monetary);
    }

    [Fact]
    public void Write_IdsThatCouldBeFormulas_BeginWithAnApostrophe() =>
        Assert.Equal(["'=1+1", "'-5", "C-5"], System.Text.Encoding.UTF8.GetString(Write(["=1+1", "-5", "C-5"])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(static line => line.Split(',')[0]));

    [Fact]
    public async Task Read_ACutFile_IsRefused()
    {
        byte[] file = Write(Ids)[..^3];
        using var stream = new MemoryStream(file);
        await Assert.ThrowsAsync<InvalidDataException>(() => SegmentFile.ReadAsync(stream, atStart: true, 100, TestContext.Current.CancellationToken));
    }

    private static byte[] Write(IEnumerable<string> ids)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(SegmentFile.Header);
        int seed = 1;
        foreach (string id in ids)
            SegmentFile.Append(buffer, CustomerPageTests.Record(id, seed++));
        return buffer.WrittenSpan.ToArray();
    }
}
