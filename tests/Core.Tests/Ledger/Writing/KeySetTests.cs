using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ledger.Writing;

namespace ServerlessSeg.Core.Tests.Ledger.Writing;

public sealed class KeySetTests
{
    [Fact]
    public void Add_SortedRunsWithRepetitions_CountsEveryKeyOnce() =>
        Prop.ForAll<byte[][]>(runs =>
        {
            var keys = new KeySet(new RowChunkPool(64));
            var expected = new HashSet<byte>();
            foreach (byte[] run in runs)
            {
                keys.Add([.. run.Order().Select(key => new OrderRef(key, 0, 0, 0))]);
                expected.UnionWith(run);
                if (keys.Count != expected.Count)
                    return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Add_ManyOrdersOfOneCustomer_TakesRoomForOneKey()
    {
        var pool = new RowChunkPool(64);
        new KeySet(pool).Add([.. Enumerable.Repeat(new OrderRef(7, 0, 0, 0), 10_000)]);

        Assert.Equal(64, pool.LentBytes);
    }
}
