using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ledger.Writing;

namespace ServerlessSeg.Core.Tests.Ledger.Writing;

public sealed class NearlySortedTests
{
    [Fact]
    public void Sort_PutsOrdersByKeyThenInstant() =>
        Prop.ForAll<(byte Key, sbyte Micros)[]>(values =>
        {
            OrderRef[] orders = [.. values.Select(value => new OrderRef(value.Key, value.Micros, 0, 0))];
            OrderRef[] expected = [.. orders.OrderBy(order => order.Key).ThenBy(order => order.OccurredAtMicros)];
            NearlySorted.Sort(orders.AsSpan());
            return orders.SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public void Sort_OfRowsInReverse_GivesWayToAnotherSort(int count)
    {
        RowRef[] rows = [.. Enumerable.Range(0, count).Select(i => new RowRef(count - i, 0, 0, i))];
        NearlySorted.Sort(rows.AsSpan());
        Assert.Equal(rows.Select(row => row.KindAmount).Order(), rows.Select(row => row.KindAmount));
        Assert.Equal(Enumerable.Range(0, count), rows.Select(row => row.Line).Order());
    }
}
