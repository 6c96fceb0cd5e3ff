using System.Collections.Concurrent;
using System.IO.Hashing;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Benchmarks.Ingest;

/// <summary>
/// The plain aggregate as a sink of the ingest: checked rows are spread over partitions by customer, and each partition is then sorted and
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
        Parallel.For(0, 1 << PartitionBits, options, static () => Array.Empty<Row>(), (partition, _, room) =>
        {
            Totals totals = Reduce([.. appenders.SelectMany(appender => appender.Take(partition))], ref room);
            lock (gate)
                Result += totals;
            return room;
        }, static _ => { });
        return Task.FromResult(new LedgerContent([], Result.Rows, Result.Customers, []));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Totals Reduce(Block[] blocks, ref Row[] room)
    {
        int filled = blocks.Sum(static block => block.Count);
        if (room.Length < filled)
            room = new Row[filled * 2];
        Span<Row> rows = room.AsSpan(0, filled);
        filled = 0;
        foreach (Block block in blocks)
        {
            block.Rows.AsSpan(0, block.Count).CopyTo(rows[filled..]);
            filled += block.Count;
        }
        rows.Sort();
        var totals = new Totals();
        var orders = new List<ulong>();
        for (int start = 0; start < rows.Length;)
        {
            orders.Clear();
            long day = long.MinValue;
            int end = start;
            for (; end < rows.Length && rows[end].Customer == rows[start].Customer; end++)
            {
                long next = rows[end].Micros / MicrosInDay;
                totals.Days += next == day ? 0 : 1;
                day = next;
                orders.Add(rows[end].Order);
                totals.Money += rows[end].Amount;
            }
            orders.Sort();
            for (int i = 0; i < orders.Count; i++)
                totals.Orders += i == 0 || orders[i] != orders[i - 1] ? 1 : 0;
            totals.First += rows[start].Micros / MicrosInDay;
            totals.Last += day;
            totals.Customers++;
            start = end;
        }
        totals.Rows = rows.Length;
        return totals;
    }

    /// <summary>Sums over customers: days since 1970 of the first and last purchase, counts, and ten-thousandths.</summary>
    internal record struct Totals(long Rows, long Customers, long First, long Last, long Days, long Orders, Int128 Money)
    {
        public static Totals operator +(Totals a, Totals b) => new(
            a.Rows + b.Rows, a.Customers + b.Customers, a.First + b.First, a.Last + b.Last, a.Days + b.Days, a.Orders + b.Orders, a.Money + b.Money);
    }

    private readonly record struct Row(ulong Customer, long Micros, long Amount, ulong Order) : IComparable<Row>
    {
        public int CompareTo(Row other) => Customer != other.Customer ? Customer.CompareTo(other.Customer) : Micros.CompareTo(other.Micros);
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

        public void Append(in TransactionRow row)
        {
            ulong customer = CustomerKey.Of(row.CustomerId);
            int partition = (int)(customer >> (64 - PartitionBits));
            Block? block = open[partition];
            if (block is null || block.Count == BlockRows)
                partitions[partition].Add(open[partition] = block = new Block());
            block.Rows[block.Count++] = new Row(customer, row.OccurredAtMicros, row.Amount, XxHash3.HashToUInt64(row.OrderId));
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
