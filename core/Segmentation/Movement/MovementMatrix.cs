using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation.Movement;

/// <summary>
/// How customers of one scheme moved between two snapshots: from each earlier segment to each present one, with customers and money. A
/// customer that one of the snapshots does not hold is counted as coming from, or going to, nowhere. Parts of the base are counted
/// apart and merged; sums are exact. Not thread-safe.
/// </summary>
public sealed class MovementMatrix
{
    private readonly Cell[] cells;
    private readonly int width;

    /// <summary>Starts an empty matrix.</summary>
    /// <param name="from">Codes of the earlier snapshot's segments.</param>
    /// <param name="to">Codes of the present snapshot's segments.</param>
    public MovementMatrix(IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        (From, To, width) = (from, to, to.Count + 1);
        cells = new Cell[(from.Count + 1) * width];
    }

    /// <summary>Codes of the earlier segments.</summary>
    public IReadOnlyList<string> From { get; }

    /// <summary>Codes of the present segments.</summary>
    public IReadOnlyList<string> To { get; }

    /// <summary>Counts a customer.</summary>
    /// <param name="from">Position of the earlier segment, or −1 for a customer that the earlier snapshot does not hold.</param>
    /// <param name="to">Position of the present segment, or −1 for a customer that the present snapshot does not hold.</param>
    /// <param name="moneyBefore">Net money in the earlier snapshot, in ten-thousandths; 0 where it is not held.</param>
    /// <param name="moneyNow">Net money in the present snapshot.</param>
    public void Add(int from, int to, long moneyBefore, long moneyNow)
    {
        ref Cell cell = ref cells[IndexOf(from, to)];
        cell.Customers++;
        cell.Before += moneyBefore;
        cell.Now += moneyNow;
    }

    /// <summary>Adds the counts of another part of the base.</summary>
    /// <exception cref="ArgumentException">The parts have other segments.</exception>
    public void Merge(MovementMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!other.From.SequenceEqual(From) || !other.To.SequenceEqual(To))
            throw new ArgumentException("Both matrices must have the same segments.", nameof(other));
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i].Customers += other.cells[i].Customers;
            cells[i].Before += other.cells[i].Before;
            cells[i].Now += other.cells[i].Now;
        }
    }

    /// <summary>The moves that happened, by position of the earlier and then of the present segment; nowhere comes last.</summary>
    public IReadOnlyList<Move> Moves()
    {
        List<Move> moves = [];
        for (int from = 0; from <= From.Count; from++)
            for (int to = 0; to <= To.Count; to++)
                if (cells[(from * width) + to] is { Customers: > 0 } cell)
                    moves.Add(new Move(
                        from < From.Count ? From[from] : null, to < To.Count ? To[to] : null, cell.Customers, new Money(cell.Before), new Money(cell.Now)));
        return moves;
    }

    private int IndexOf(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, From.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(to, To.Count);
        return ((from < 0 ? From.Count : from) * width) + (to < 0 ? To.Count : to);
    }

    private struct Cell
    {
        public long Customers;
        public Int128 Before;
        public Int128 Now;
    }
}

/// <summary>One entry of the from-to matrix.</summary>
/// <param name="From">Earlier segment; null for customers that the earlier snapshot does not hold.</param>
/// <param name="To">Present segment; null for customers that the present snapshot does not hold.</param>
/// <param name="Customers">Customers that moved, or stayed where both are the same.</param>
/// <param name="MoneyBefore">Their net money in the earlier snapshot.</param>
/// <param name="MoneyNow">Their net money in the present snapshot.</param>
public sealed record Move(string? From, string? To, long Customers, Money MoneyBefore, Money MoneyNow);
