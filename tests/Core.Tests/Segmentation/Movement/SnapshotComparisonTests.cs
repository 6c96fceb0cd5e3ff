using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Segmentation.Movement;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Segmentation.Movement;

public sealed class SnapshotComparisonTests
{
    private static readonly string[] Before = ["A", "B", "C"], Now = ["B", "A", "New"];

    [Fact]
    public void Compare_CountsStayersMoversComersAndGoers()
    {
        MovementMatrix matrix = new(Before, Now);
        List<SegmentChange> changes = [];
        SnapshotComparison.Compare(
            new(Before, [1, 2, 2, 5], ["a", "b", "c", "d"], [0, 0, 1, 2], [10, 20, 30, 40]),
            new(Now, [1, 2, 2, 7], ["a", "b", "c", "e"], [1, 0, 0, 2], [11, 22, 33, 44]),
            matrix, changes);
        Assert.Equal(
        [
            new Move("A", "B", 1, new Money(20), new Money(22)),
            new Move("A", "A", 1, new Money(10), new Money(11)),
            new Move("B", "B", 1, new Money(30), new Money(33)),
            new Move("C", null, 1, new Money(40), Money.Zero),
            new Move(null, "New", 1, Money.Zero, new Money(44)),
        ], matrix.Moves());
        Assert.Equal([new(2, "b", "A", "B"), new(5, "d", "C", null), new(7, "e", null, "New")], changes);
    }

    [Fact]
    public void Compare_SumsAreThoseOfTheSnapshotsHoweverTheyAreParted() =>
        Prop.ForAll<PositiveInt>(seed =>
        {
            Random random = new(seed.Get);
            Rows before = Rows.Random(random), now = Rows.Random(random);
            MovementMatrix whole = new(Before, Now), parts = new(Before, Now);
            SnapshotComparison.Compare(before.Range(0, 100, Before), now.Range(0, 100, Now), whole);
            int cut = random.Next(100);
            foreach ((int from, int to) in new[] { (cut, 100), (0, cut) })
            {
                MovementMatrix part = new(Before, Now);
                SnapshotComparison.Compare(before.Range(from, to, Before), now.Range(from, to, Now), part);
                parts.Merge(part);
            }
            return whole.Moves().SequenceEqual(parts.Moves())
                && whole.Moves().Where(m => m.From is not null).Sum(m => m.Customers) == before.Keys.Length
                && whole.Moves().Where(m => m.To is not null).Sum(m => m.Customers) == now.Keys.Length
                && whole.Moves().Aggregate(Money.Zero, (s, m) => s + m.MoneyNow) == new Money(now.Money.Sum());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Compare_RefusesUnsortedRows() => Assert.Throws<ArgumentException>(() => SnapshotComparison.Compare(
        new(Before, [2, 1], ["a", "b"], [0, 0], [0, 0]), new(Now, [], [], [], []), new MovementMatrix(Before, Now)));

    private sealed record Rows(ulong[] Keys, string[] Ids, byte[] Segments, long[] Money)
    {
        public static Rows Random(Random random)
        {
            ulong[] keys = [.. Enumerable.Range(0, 100).Where(_ => random.Next(2) == 0).Select(k => (ulong)k)];
            return new Rows(keys, [.. keys.Select(k => $"c{k}")], [.. keys.Select(_ => (byte)random.Next(3))], [.. keys.Select(_ => (long)random.Next(-100, 1000))]);
        }

        public SnapshotSegments Range(int from, int to, string[] codes)
        {
            int first = Keys.Count(k => k < (ulong)from), count = Keys.Count(k => k < (ulong)to) - first;
            return new(codes, Keys.AsSpan(first, count), Ids.AsSpan(first, count), Segments.AsSpan(first, count), Money.AsSpan(first, count));
        }
    }
}
