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
}
