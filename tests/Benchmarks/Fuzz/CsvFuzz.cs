using System.Globalization;
using System.Text;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Benchmarks.Fuzz;

/// <summary>
/// Ingests mutated exports and holds every one to the promises: no exception, no hang, in = accepted + rejected for rows and for what
/// reaches ledger and rejects file, and the same result for another chunk size and number of workers.
/// </summary>
internal static class CsvFuzz
{
    private const int HangSeconds = 60;

    private static readonly string[] Seeds =
    [
        "customer_id,order_id,date,amount,currency,line_no\r\nc1,o1,2025-01-05,10.50,EUR,1\r\n\"c,2\",o2,2025-01-06T10:00:00Z,\"1,234.50\",USD,2\r\n,o3,2025-01-07,-3,EUR,1\r\n",
        "Kunde;Datum;Betrag\nA;13.04.2025;1.234,50\nB;01.02.2025;-7,5\nC;03.04.2025;0\n",
        "InvoiceNo\tQuantity\tInvoiceDate\tUnitPrice\tCustomerID\n536365\t6\t12/1/2010 8:26\t2.55\t17850.0\nC536379\t-1\t12/13/2010 9:41\t27.5\t14527.0\n536414\t56\t12/1/2010 11:52\t0\t\n",
        "会员号|订单号|下单时间|金额\n甲|一|2025年1月5日|¥12.30\n乙|二|20250106|(4)\n",
        "\"customer\",\"date\",\"amount\",\"note\"\n\"a\",\"2025-01-01\",\"1\",\"two\nlines, \"\"quoted\"\"\"\n\"b\",\"1735689600\",\"2e1\",\"\"\n",
    ];

    private static readonly string[] Tokens = ["\"", "\"\"", ",", ";", "\n", "\r\n", "\r", "\t", "|", "\0", "\uFEFF", "é", "-", ".0", "9999999999999999999", "1e999", "31/12/2025", "12/31/2025", "=", "NULL", " "];

    /// <summary>Arguments: number of inputs (default 200,000), seed (default 1). Returns 0 when every input kept the promises.</summary>
    public static int Run(string[] args)
    {
        int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200_000;
        int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
        for (int i = 0; i < count; i++)
        {
            byte[] input = InputOf(seed, i);
            if (BrokenPromise(input) is not { } broken)
                continue;
            Console.Error.WriteLine($"input {i} of seed {seed}: {broken}\n{Convert.ToBase64String(input)}");
            return 1;
        }
        Console.WriteLine($"{count.ToString("N0", CultureInfo.InvariantCulture)} inputs of seed {seed}: every promise kept");
        return 0;
    }

    /// <summary>One input, the same for the same numbers.</summary>
    public static byte[] InputOf(int seed, int number)
    {
        var random = new Random(HashCode(seed, number));
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]));
        for (int rows = random.Next(4); rows > 0; rows--)
            bytes.AddRange(bytes.ToArray());
        for (int changes = random.Next(1, 12); changes > 0 && bytes.Count > 0; changes--)
            Mutate(bytes, random);
        return [.. bytes];
    }

    /// <summary>What went wrong, or null.</summary>
    public static string? BrokenPromise(byte[] input)
    {
        try
        {
            (BatchReport report, string state) = Ingest(input, IngestOptions.Default with { Workers = 1 });
            if (report.Rows.Read != report.Rows.Accepted + report.Rows.Rejected || report.Rows.Rejected != report.RejectsByReason.Values.Sum())
                return $"rows do not add up: {report.ToJson()}";
            if (report.Money.Accepted != report.Money.Purchases + report.Money.Refunds)
                return $"money does not add up: {report.ToJson()}";
            (_, string split) = Ingest(input, IngestOptions.Default with { Workers = 2, ChunkBytes = 17 });
            return state == split ? null : $"chunks change the result:\n{state}\n{split}";
        }
        catch (OperationCanceledException)
        {
            return "hangs";
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            return thrown.ToString();
        }
    }

    private static (BatchReport Report, string State) Ingest(byte[] input, IngestOptions options)
    {
        using var hang = new CancellationTokenSource(TimeSpan.FromSeconds(HangSeconds));
        var sink = new CountingSink();
        var rejects = new MemoryStream();
        var request = new BatchRequest
        {
            Content = new MemoryContent("fuzz.csv", input),
            Source = "fuzz",
            OpenSink = (_, _) => ValueTask.FromResult<ITransactionSink>(sink = new CountingSink()),
            OpenRejects = _ => Task.FromResult<Stream>(rejects = new MemoryStream()),
        };
        BatchReport report = new BatchIngest(options, new FixedClock()).RunAsync(request, cancellationToken: hang.Token).GetAwaiter().GetResult();
        if (report.Status == BatchStatus.Quarantined)
            return (report, report.ToJson());
        int listed = RejectsCsv.Read(rejects.ToArray()).Count;
        if (sink.Rows != report.Rows.Accepted || listed != report.Rows.Rejected || sink.Money != report.Money.Accepted)
            throw new InvalidOperationException($"{sink.Rows} rows of {sink.Money} in the ledger and {listed} rejects, but {report.ToJson()}");
        return (report, report.ToJson() + Encoding.UTF8.GetString(rejects.ToArray()));
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count);
        int length = Math.Min(random.Next(1, 20), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                break;
        }
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 397) ^ (number * 486_187_739));

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 4, 10, 0, 0, 0, TimeSpan.Zero);
    }

    private sealed class CountingSink : ITransactionSink
    {
        private readonly List<Counter> counters = [];

        public long Rows => counters.Sum(counter => counter.Rows);

        public decimal Money => counters.Sum(counter => counter.Money) / 10_000;

        public ITransactionAppender OpenAppender()
        {
            counters.Add(new Counter());
            return counters[^1];
        }

        public Task<LedgerContent> CompleteAsync(CancellationToken cancellationToken) => Task.FromResult(new LedgerContent([], Rows, 0, []));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Counter : ITransactionAppender
    {
        public long Rows { get; private set; }

        public decimal Money { get; private set; }

        public void Append(in TransactionRow row)
        {
            Rows++;
            Money += row.Amount;
        }

        public ValueTask FlushIfNeededAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
