using System.IO.Hashing;
using System.Numerics;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>Numbers the orders of a history by their first line.</summary>
internal sealed class OrderNumbers
{
    private int[] _slots = new int[64];
    private int[] _firstRows = new int[32];

    public void Assign(MergedHistory history, Span<HistoryLine> lines)
    {
        Prepare(lines.Length);
        int orders = 0, previousRow = -1, previousNumber = -1;
        for (int i = 0; i < lines.Length; i++)
        {
            int row = history.RowOf(i);
            if (history.Origin(row).OrderLength == 0)
                continue;
            if (previousRow < 0 || !IsSame(history, row, previousRow))
                previousNumber = Find(history, row, ref orders);
            previousRow = row;
            lines[i] = lines[i] with { Order = previousNumber };
        }
    }

    private void Prepare(int lines)
    {
        if (_firstRows.Length < lines)
        {
            _firstRows = new int[lines * 2];
            _slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)lines * 4)];
            return;
        }
        // A small history in a table grown by a large one clears only what it can have filled.
        _slots.AsSpan(0, SlotsFor(lines)).Clear();
    }

    private int SlotsFor(int lines) => Math.Min(_slots.Length, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, lines * 2)));

    private int Find(MergedHistory history, int row, ref int orders)
    {
        int mask = SlotsFor(history.Lines.Length) - 1;
        for (int slot = (int)XxHash3.HashToUInt64(history.OrderId(row)) & mask; ; slot = (slot + 1) & mask)
        {
            int number = _slots[slot] - 1;
            if (number < 0)
            {
                _slots[slot] = ++orders;
                _firstRows[orders - 1] = row;
                return orders - 1;
            }
            if (IsSame(history, row, _firstRows[number]))
                return number;
        }
    }

    private static bool IsSame(MergedHistory history, int x, int y) =>
        history.OrderId(x).SequenceEqual(history.OrderId(y)) && history.Batch(x).Source == history.Batch(y).Source;
}
