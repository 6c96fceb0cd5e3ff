using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ledger.Columns;
using Snappier;

namespace ServerlessSeg.Core.Tests.Ledger.Columns;

public sealed class SnappyExpansionTests
{
    [Fact]
    public void TryExpand_GivesWhatWasCompressed() =>
        Prop.ForAll<byte[]>(bytes => Assert.Equal(bytes, Expanded(Snappy.CompressToArray(bytes), bytes.Length))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100)]
    [InlineData(70_000)]
    public void TryExpand_OfRepetitions_GivesWhatWasCompressed(int period)
    {
        var random = new Random(period);
        byte[] once = new byte[period];
        random.NextBytes(once);
        foreach (int length in new[] { 1, 15, 16, 17, 63, 64, 65, 66, 1_000, 200_000 })
        {
            byte[] bytes = [.. Enumerable.Range(0, length).Select(i => once[i % period])];
            Assert.Equal(bytes, Expanded(Snappy.CompressToArray(bytes), length));
        }
    }

    [Fact]
    public void TryExpand_OfDamagedBlocks_RefusesOrStaysWithinTheTarget()
    {
        var random = new Random(11);
        byte[] bytes = [.. Enumerable.Range(0, 5_000).Select(i => (byte)(i % 97 < 60 ? i % 13 : random.Next(256)))];
        byte[] block = Snappy.CompressToArray(bytes);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] damaged = [.. block];
            for (int n = random.Next(1, 4); n > 0; n--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            byte[] target = new byte[bytes.Length + 64];
            target.AsSpan(bytes.Length).Fill(0xA5);
            SnappyExpansion.TryExpand(damaged.AsSpan(0, random.Next(damaged.Length + 1)), target.AsSpan(0, bytes.Length));
            Assert.False(target.AsSpan(bytes.Length).ContainsAnyExcept((byte)0xA5));
        }
    }

    [Theory]
    [InlineData(new byte[] { 4, 0x01, 0x01 })]
    [InlineData(new byte[] { 8, 0x00, 0x61, 0x0D, 0x02 })]
    [InlineData(new byte[] { 8, 0x00, 0x61, 0x0D, 0x00 })]
    [InlineData(new byte[] { 9, 0x00, 0x61, 0x0D, 0x01 })]
    [InlineData(new byte[] { 8, 0x00, 0x61, 0x0E })]
    [InlineData(new byte[] { 8, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { })]
    public void TryExpand_OfACopyFromNowhereOrAWrongSize_IsFalse(byte[] block) => Assert.False(SnappyExpansion.TryExpand(block, new byte[8]));

    private static byte[] Expanded(byte[] block, int size)
    {
        byte[] target = new byte[size];
        Assert.True(SnappyExpansion.TryExpand(block, target));
        return target;
    }
}
