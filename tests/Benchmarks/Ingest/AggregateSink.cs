using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Benchmarks.Ingest;

/// <summary>
/// The plain aggregate as a sink of the ingest: checked rows are spread over partitions by customer, and each partition is then put in order and
/// reduced by one thread. Neighbouring lines of one order and day are one entry from the start. Customers and orders are told apart by 64-bit hashes.
/// </summary>
internal sealed class AggregateSink(int threads) : ITransactionSink
{
    private const int PartitionBits = 8;

    /// <summary>Enough that the collector leaves a block where it is instead of copying it.</summary>
    private const int BlockEntries = 4096;

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
        room.Ensure(blocks.Sum(static block => block.Count));
        int customers = FindCustomers(blocks, room);
        Span<int> ends = room.Ends.AsSpan(0, customers);
        Spread(blocks, room, ends);
        var totals = new Totals { Customers = customers };
        int start = 0;
        for (int customer = 0; customer < customers; customer++)
        {
            int end = ends[customer];
            Span<int> days = room.Days.AsSpan(start..end);
            totals.Days += Distinct(days);
            totals.First += days[0];
            totals.Last += days[^1];
            totals.Orders += Distinct(room.Orders.AsSpan(start..end));
            totals.Money += room.Money[customer];
            totals.Rows += room.Rows[customer];
            start = end;
        }
        return totals;
    }

    // Numbers the customers in order of appearance, notes the number of each entry's, and sums up what needs no order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FindCustomers(Block[] blocks, Room room)
    {
        int customers = 0, at = 0, mask = room.Slots.Length - 1;
        room.Slots.AsSpan().Clear();
        foreach (Block block in blocks)
        {
            foreach (ref readonly Entry entry in block.Entries.AsSpan(0, block.Count))
            {
                int slot = (int)(entry.Customer >> 16) & mask;
                while (room.Slots[slot] is var known && known != 0 && room.Customers[known - 1] != entry.Customer)
                    slot = (slot + 1) & mask;
                if (room.Slots[slot] == 0)
                {
                    room.Customers[customers] = entry.Customer;
                    (room.Ends[customers], room.Money[customers], room.Rows[customers]) = (0, 0, 0);
                    room.Slots[slot] = ++customers;
                }
                int customer = room.Slots[slot] - 1;
                room.Ends[customer]++;
                room.Rows[customer] += entry.Rows;
                checked { room.Money[customer] += entry.Amount; }
                room.CustomerOfEntry[at++] = customer;
            }
        }
        return customers;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(Block[] blocks, Room room, Span<int> ends)
    {
        int sum = 0;
        foreach (ref int end in ends)
            (end, sum) = (sum, sum + end);
        int at = 0;
        foreach (Block block in blocks)
        {
            foreach (ref readonly Entry entry in block.Entries.AsSpan(0, block.Count))
            {
                int place = ends[room.CustomerOfEntry[at++]]++;
                room.Days[place] = entry.Day;
                room.Orders[place] = entry.Order;
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

    /// <summary>Neighbouring rows of one order and day.</summary>
    private readonly record struct Entry(ulong Customer, ulong Order, long Amount, int Day, int Rows);

    /// <summary>Memory of one thread for one partition after another.</summary>
    private sealed class Room
    {
        public int[] Slots { get; private set; } = [];

        public ulong[] Customers { get; private set; } = [];

        public int[] Ends { get; private set; } = [];

        public int[] Rows { get; private set; } = [];

        public long[] Money { get; private set; } = [];

        public int[] CustomerOfEntry { get; private set; } = [];

        public int[] Days { get; private set; } = [];

        public ulong[] Orders { get; private set; } = [];

        public void Ensure(int entries)
        {
            if (Days.Length >= entries)
                return;
            int more = entries + (entries / 4);
            Slots = new int[BitOperations.RoundUpToPowerOf2((uint)more)];
            (Customers, Ends, Rows, Money) = (new ulong[more], new int[more], new int[more], new long[more]);
            (CustomerOfEntry, Days, Orders) = (new int[more], new int[more], new ulong[more]);
        }
    }

    private sealed class Block
    {
        public readonly Entry[] Entries = GC.AllocateUninitializedArray<Entry>(BlockEntries);
        public int Count;
    }

    private sealed class Appender : ITransactionAppender
    {
        private readonly List<Block>[] partitions = [.. Enumerable.Range(0, 1 << PartitionBits).Select(static _ => new List<Block>())];
        private readonly Block?[] open = new Block?[1 << PartitionBits];

        public void Append(in TransactionRow row) =>
            Add(new Entry(CustomerKey.Of(row.CustomerId), XxHash3.HashToUInt64(row.OrderId), row.Amount, DayOf(row.OccurredAtMicros), 1));

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Append(TransactionBatch rows)
        {
            for (int row = 0; row < rows.Count;)
            {
                int first = row, day = DayOf(rows.Micros[row]);
                ReadOnlySpan<byte> customer = rows.Customers[row], order = rows.Orders[row];
                long amount = 0;
                do
                    checked { amount += rows.Amounts[row++]; }
                while (row < rows.Count && DayOf(rows.Micros[row]) == day && rows.Orders[row].SequenceEqual(order) && rows.Customers[row].SequenceEqual(customer));
                Add(new Entry(CustomerKey.Of(customer), XxHash3.HashToUInt64(order), amount, day, row - first));
            }
        }

        private static int DayOf(long micros) => (int)(micros / MicrosInDay);

        private void Add(in Entry entry)
        {
            int partition = (int)(entry.Customer >> (64 - PartitionBits));
            Block? block = open[partition];
            if (block is null || block.Count == BlockEntries)
                partitions[partition].Add(open[partition] = block = new Block());
            block.Entries[block.Count++] = entry;
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
