using System.Text;
using ServerlessSeg.Core.Ledger.Writing;

namespace ServerlessSeg.Core.Tests.Ledger.Writing;

public sealed class OverflowTextsTests
{
    [Fact]
    public void MergeInto_RanksKnownAndOverflowingTextsTogether()
    {
        byte[][] known = ["apple"u8.ToArray(), "cherry"u8.ToArray(), "unused"u8.ToArray()];
        int[] ranks = [1, TextColumnEncoder.NoText, TextColumnEncoder.NoText, 0, TextColumnEncoder.NoText];
        var overflow = new OverflowTexts();
        overflow.Add(2, "banana"u8);
        overflow.Add(4, "cherry"u8);
        byte[][] merged = overflow.MergeInto(ranks, known);
        Assert.Equal(["apple", "banana", "cherry"], merged.Select(Encoding.UTF8.GetString));
        Assert.Equal([2, -1, 1, 0, 2], ranks);
    }
}
