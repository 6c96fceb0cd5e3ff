using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Ledger;

public sealed class KeyRangeTests
{
    [Fact]
    public void Part_HoldsExactlyTheKeysOfItsIndex() =>
        Prop.ForAll<ulong, PositiveInt>((key, parts) =>
        {
            int index = CustomerKey.PartOf(key, parts.Get);
            return KeyRange.Part(index, parts.Get).Contains(key);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void Parts_TileTheWholeRange(int parts)
    {
        ulong next = 0;
        for (int i = 0; i < parts; i++)
        {
            KeyRange range = KeyRange.Part(i, parts);
            Assert.Equal(next, range.First);
            next = unchecked(range.Last + 1);
        }
        Assert.Equal(0UL, next);
    }
}
