using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Numerics;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Benchmarks.Ingest;

/// <summary>
/// The plain aggregate as a sink of the ingest: checked rows are spread over partitions by customer, and each partition is then put in order and
/// reduced by one thread. Customers and orders are told apart by 64-bit hashes.
/// </summary>
internal sealed class AggregateSink(int threads) : ITransactionSink
{
    private const int PartitionBits = 8;

    /// <summary>Enough that the collector leaves a block where it is instead of copying it.</summary>
    private const int BlockRows = 4096;

    private const long MicrosInDay = 86_400_000_000;
    private readonly ConcurrentBag<Appender> appenders = [];

    /// <summary>Sums over customers, once completed.</summary>
    public Totals Result { get; private set; }

    public ITransactionAppender OpenAppender()
    {
        var appender = new Appender();
        appenders.Add(appender);
        return appender;
    }

    public Task<LedgerContent> CompleteAsync(CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, 1 << PartitionBits, options, static () => new Room(), (partition, _, room) =>
        {
            Totals totals = Reduce([.. appenders.SelectMany(appender => appender.Take(partition))], room);
            lock (gate)
                Result += totals;
            return room;
        }, static _ => { });
        return Task.FromResult(new LedgerContent([], Result.Rows, Result.Customers, []));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Totals Reduce(Block[] blocks, Room room)
    {
        int rows = blocks.Sum(static block => block.Count);
        room.Ensure(rows);
        int customers = FindCustomers(blocks, room);
        Span<int> ends = room.Ends.AsSpan(0, customers);
        Spread(blocks, room, ends);
        var totals = new Totals { Rows = rows, Customers = customers };
        int start = 0;
        foreach (int end in ends)
        {
            Span<int> days = room.Days.AsSpan(start..end);
            totals.Days += Distinct(days);
            totals.First += days[0];
            totals.Last += days[^1];
            totals.Orders += Distinct(room.Orders.AsSpan(start..end));
            start = end;
        }
        foreach (Block block in blocks)
        {
            foreach (ref readonly Row row in block.Rows.AsSpan(0, block.Count))
                totals.Money += row.Amount;
        }
        return totals;
    }

    // Numbers the customers in order of appearance, notes the number of each row's, and counts the rows of each.
    private static int FindCustomers(Block[] blocks, Room room)
    {
        int customers = 0, at = 0, mask = room.Slots.Length - 1;
        room.Slots.AsSpan().Clear();
        foreach (Block block in blocks)
        {
            foreach (ref readonly Row row in block.Rows.AsSpan(0, block.Count))
            {
                int slot = (int)(row.Customer >> 16) & mask;
                while (room.Slots[slot] is var known && known != 0 && room.Customers[known - 1] != row.Customer)
                    slot = (slot + 1) & mask;
                if (room.Slots[slot] == 0)
                {
                    room.Customers[customers] = row.Customer;
                    room.Ends[customers] = 0;
                    room.Slots[slot] = ++customers;
                }
                int customer = room.Slots[slot] - 1;
                room.Ends[customer]++;
                room.CustomerOfRow[at++] = customer;
            }
        }
        return customers;
    }

    private static void Spread(Block[] blocks, Room room, Span<int> ends)
    {
        int sum = 0;
        foreach (ref int end in ends)
            (end, sum) = (sum, sum + end);
        int at = 0;
        foreach (Block block in blocks)
        {
            foreach (ref readonly Row row in block.Rows.AsSpan(0, block.Count))
            {
                int place = ends[room.CustomerOfRow[at++]]++;
                room.Days[place] = row.Day;
                room.Orders[place] = row.Order;
            }
        }
    }

    // Sorts the values, which mostly come in order, and counts those that differ.
    private static int Distinct<T>(Span<T> values)
        where T : IComparable<T>, IEquatable<T>
    {
        bool isSorted = true;
        for (int i = 1; i < values.Length && isSorted; i++)
            isSorted = values[i - 1].CompareTo(values[i]) <= 0;
        if (!isSorted)
            values.Sort();
        int distinct = 1;
        for (int i = 1; i < values.Length; i++)
            distinct += values[i].Equals(values[i - 1]) ? 0 : 1;
        return distinct;
    }

    /// <summary>Sums over customers: days since 1970 of the first and last purchase, counts, and ten-thousandths.</summary>
    internal record struct Totals(long Rows, long Customers, long First, long Last, long Days, long Orders, Int128 Money)
    {
        public static Totals operator +(Totals a, Totals b) => new(
            a.Rows + b.Rows, a.Customers + b.Customers, a.First + b.First, a.Last + b.Last, a.Days + b.Days, a.Orders + b.Orders, a.Money + b.Money);
    }

    private readonly record struct Row(ulong Customer, ulong Order, long Amount, int Day);

    /// <summary>Memory of one thread for one partition after another.</summary>
    private sealed class Room
    {
        public int[] Slots { get; private set; } = [];

        public ulong[] Customers { get; private set; } = [];

        public int[] Ends { get; private set; } = [];

        public int[] CustomerOfRow { get; private set; } = [];

        public int[] Days { get; private set; } = [];

        public ulong[] Orders { get; private set; } = [];

        public void Ensure(int rows)
        {
            if (Days.Length >= rows)
                return;
            int more = rows + (rows / 4);
            Slots = new int[BitOperations.RoundUpToPowerOf2((uint)more)];
            (Customers, Ends, CustomerOfRow, Days, Orders) = (new ulong[more], new int[more], new int[more], new int[more], new ulong[more]);
        }
    }

    private sealed class Block
    {
        public readonly Row[] Rows = GC.AllocateUninitializedArray<Row>(BlockRows);
        public int Count;
    }

    private sealed class Appender : ITransactionAppender
    {
        private readonly List<Block>[] partitions = [.. Enumerable.Range(0, 1 << PartitionBits).Select(static _ => new List<Block>())];
        private readonly Block?[] open = new Block?[1 << PartitionBits];

        public void Append(in TransactionRow row) =>
            Append(CustomerKey.Of(row.CustomerId), XxHash3.HashToUInt64(row.OrderId), row.OccurredAtMicros, row.Amount);

        public void Append(TransactionBatch rows)
        {
            ulong customer = 0, order = 0;
            for (int row = 0; row < rows.Count; row++)
            {
                // The lines of an order mostly follow one another.
                if (row == 0 || !rows.Customers[row].SequenceEqual(rows.Customers[row - 1]))
                    customer = CustomerKey.Of(rows.Customers[row]);
                if (row == 0 || !rows.Orders[row].SequenceEqual(rows.Orders[row - 1]))
                    order = XxHash3.HashToUInt64(rows.Orders[row]);
                Append(customer, order, rows.Micros[row], rows.Amounts[row]);
            }
        }

        private void Append(ulong customer, ulong order, long micros, long amount)
        {
            int partition = (int)(customer >> (64 - PartitionBits));
            Block? block = open[partition];
            if (block is null || block.Count == BlockRows)
                partitions[partition].Add(open[partition] = block = new Block());
            block.Rows[block.Count++] = new Row(customer, order, amount, (int)(micros / MicrosInDay));
        }

        public ValueTask FlushIfNeededAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public List<Block> Take(int partition)
        {
            List<Block> taken = partitions[partition];
            partitions[partition] = [];
            return taken;
        }
    }
}
