using System.Text;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Benchmarks.Fuzz;

/// <summary>
/// Holds the ingestion of any bytes to its promises: no exception, no hang, in = accepted + rejected + left out for rows and for what reaches
/// ledger and rejects file, a reason where nothing is read, and the same result for another chunk size and number of workers.
/// </summary>
internal static class IngestPromises
{
    private const int HangSeconds = 30;

    private static readonly MappingOverride?[] Mappings =
    [
        null,
        null,
        .. new[]
        {
            """{ "carryDown": true }""",
            """{ "groupRows": true }""",
            """{ "amountOf": "order" }""",
            """{ "status": [], "notCustomers": [] }""",
            """{ "orderScope": ["day", "customer"] }""",
            """{ "roundedIds": "refuse", "customerIdWidth": 6, "earliestDate": "2000-01-01" }""",
            """{ "escape": "backslash", "preset": "none" }""",
            """{ "carryDown": true, "amountOf": "order", "orderScope": [] }""",
        }.Select(static json => MappingOverride.Parse(Encoding.UTF8.GetBytes(json))),
    ];

    /// <summary>What went wrong, or null.</summary>
    public static string? Broken(string name, byte[] input)
    {
        try
        {
            // Which mapping is a matter of the input alone, so that a failure can be repeated.
            MappingOverride? mapping = Mappings[(input.Aggregate(17, static (sum, next) => unchecked((sum * 31) + next)) & int.MaxValue) % Mappings.Length];
            (BatchReport report, string state) = Ingest(name, input, mapping, IngestOptions.Default with { Workers = 1 });
            if (report.Rows.Read != report.Rows.Accepted + report.Rows.Rejected + report.Rows.LeftOut || report.Rows.LeftOut != report.LeftOut.Values.Sum() || report.Rows.Rejected != report.RejectsByReason.Values.Sum())
                return $"rows do not add up: {report.ToJson()}";
            if (report.Money.Accepted != report.Money.Purchases + report.Money.Refunds)
                return $"money does not add up: {report.ToJson()}";
            if (report.Status == BatchStatus.Quarantined && report.Failure?.Problems is not [{ Length: > 0 }, ..])
                return $"no reason is given: {report.ToJson()}";
            (_, string split) = Ingest(name, input, mapping, IngestOptions.Default with { Workers = 2, ChunkBytes = 17 });
            return state == split ? null : $"chunks or workers change the result:\n{state}\n{split}";
        }
        catch (Exception hanging) when (hanging is OperationCanceledException or TimeoutException)
        {
            return "hangs";
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            return thrown.ToString();
        }
    }

    private static (BatchReport Report, string State) Ingest(string name, byte[] input, MappingOverride? mapping, IngestOptions options)
    {
        var limit = TimeSpan.FromSeconds(HangSeconds);
        using var hang = new CancellationTokenSource(limit);
        var sink = new CountingSink();
        var rejects = new MemoryStream();
        var request = new BatchRequest
        {
            Content = new MemoryContent(name, input),
            Source = "fuzz",
            Mapping = mapping,
            OpenSink = (_, _) => ValueTask.FromResult<ITransactionSink>(sink = new CountingSink()),
            OpenRejects = _ => Task.FromResult<Stream>(rejects = new MemoryStream()),
        };
        BatchReport report = Task.Run(() => new BatchIngest(options, new FixedClock()).RunAsync(request, cancellationToken: hang.Token))
            .WaitAsync(limit * 2).GetAwaiter().GetResult();
        if (report.Status == BatchStatus.Quarantined)
        {
            // Which of several faults of a binary file is met first is up to the workers; that it is refused is not.
            bool isBinary = input.AsSpan().StartsWith("PAR1"u8);
            return (report, isBinary ? nameof(BatchStatus.Quarantined) : report.ToJson());
        }
        int listed = RejectsCsv.Read(rejects.ToArray()).Count;
        if (sink.Rows != report.Kinds.Purchases + report.Kinds.Refunds + report.Kinds.Free || sink.Rows < report.Rows.Accepted || listed != report.Rows.Rejected || sink.Money != report.Money.Accepted)
            throw new InvalidOperationException($"{sink.Rows} rows of {sink.Money} in the ledger and {listed} rejects, but {report.ToJson()}");
        return (report, report.ToJson() + Encoding.UTF8.GetString(rejects.ToArray()));
    }

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
