using System.Text;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// The transactions of a customer base, in memory: the way from a file or a sequence to summaries without a store of one's own. Rows go
/// through the same checks, the same ledger and the same merge as everywhere, so the summaries are the same too.
/// Immutable and thread-safe.
/// </summary>
public sealed class TransactionLog
{
    private const string Name = "log";
    private const int RowsBetweenFlushes = 4096;

    private readonly ILedgerStore _store;
    private readonly IReadOnlyList<LedgerFile> _files;
    private readonly DateOnly _firstDay;

    private TransactionLog(ILedgerStore store, LedgerContent content, DateOnly firstDay)
    {
        _store = store;
        _files = content.ToLedgerFiles(source: Name, batchId: Name, commitOrder: 0);
        _firstDay = firstDay;
        Rows = content.Rows;
        Customers = content.Customers;
    }

    /// <summary>Rows in the log.</summary>
    public long Rows { get; }

    /// <summary>Distinct customers in the log.</summary>
    public long Customers { get; }

    /// <summary>How the file was understood, and what was refused of it; null for a log that was not read from a file.</summary>
    public BatchReport? Report { get; private init; }

    /// <summary>Reads a CSV or Parquet file; format, columns and styles are found out from the file.</summary>
    /// <param name="path">The file; it may be compressed with gzip or zstd.</param>
    /// <param name="mapping">What cannot be found out, or must not be.</param>
    /// <param name="rejectsPath">Where to write the refused rows; null to count them only.</param>
    /// <param name="clock">Tells which dates lie in the future; null for the system's.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file cannot be understood, has too many bad rows, or no good one; the message says what is wrong.</exception>
    public static async Task<TransactionLog> ReadAsync(
        string path, MappingOverride? mapping = null, string? rejectsPath = null, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var store = new InMemoryLedgerStore();
        var options = IngestOptions.Default;
        BatchReport report = await new BatchIngest(options, clock ?? TimeProvider.System).RunAsync(
            new BatchRequest
            {
                Content = new FileContent(path),
                Source = Name,
                Mapping = mapping,
                OpenSink = LedgerSink.For(store, Name, options),
                OpenRejects = _ => Task.FromResult(rejectsPath is null ? Stream.Null : File.Create(rejectsPath)),
            },
            cancellationToken: cancellationToken).ConfigureAwait(false);
        if (report.Status != BatchStatus.Ready || report.First is not { } first)
            throw new InvalidDataException($"'{path}' cannot be used: {Problem(report)}");
        var content = new LedgerContent(report.LedgerFiles, report.Rows.Accepted, report.Customers, []);
        return new TransactionLog(store, content, DateOnly.FromDateTime(first.UtcDateTime)) { Report = report };
    }

    /// <summary>Takes transactions that are in memory already. Those of a customer on one day are one purchase; a negative amount is a refund.</summary>
    /// <param name="transactions">Customer, date and amount, in any order.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">There is no transaction, or a customer id is empty or longer than <see cref="CustomerKey.MaxIdBytes"/> bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An amount has more than four decimal places.</exception>
    /// <exception cref="OverflowException">An amount does not fit into DECIMAL(18,4).</exception>
    public static async Task<TransactionLog> FromTransactionsAsync(
        IEnumerable<(string CustomerId, DateOnly Date, decimal Amount)> transactions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactions);
        var store = new InMemoryLedgerStore();
        LedgerContent content;
        DateOnly first = DateOnly.MaxValue;
        var writer = new LedgerWriter(store, Name, new LedgerWriterOptions(), []);
        await using (writer.ConfigureAwait(false))
        {
            LedgerAppender appender = writer.CreateAppender();
            foreach ((string customerId, DateOnly date, decimal amount) in transactions)
            {
                first = date < first ? date : first;
                appender.Append(new TransactionRow
                {
                    CustomerId = Encoding.UTF8.GetBytes(customerId),
                    OccurredAtMicros = CalendarDays.Of(date) * (TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond),
                    Amount = checked((long)Money.FromDecimal(amount).TenThousandths),
                    Kind = amount < 0 ? TransactionKind.Refund : TransactionKind.Purchase,
                    Line = -1,
                });
                if (appender.Rows % RowsBetweenFlushes == 0)
                    await appender.FlushIfNeededAsync(cancellationToken).ConfigureAwait(false);
            }
            content = await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        return content.Rows > 0
            ? new TransactionLog(store, content, first)
            : throw new ArgumentException("There is no transaction.", nameof(transactions));
    }

    /// <summary>Reduces the log to one summary a customer, as of a date.</summary>
    /// <param name="asOf">The last date that counts, inclusive.</param>
    /// <param name="options">Time zone, currency and window; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The options have errors; the message lists all of them.</exception>
    /// <exception cref="RunRefusedException">The log holds several currencies and the options choose none.</exception>
    public Task<SummarisedBase> SummariseAsync(DateOnly asOf, ResegmentationOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ResegmentationOptions();
        if (options.Validate() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(" ", errors), nameof(options));
        return Summarise.RunAsync(RunPlan.Create(asOf, options, _files, _firstDay), _store, progress: null, cancellationToken);
    }

    private static string Problem(BatchReport report) => report switch
    {
        { Failure: { } failure } => string.Join(" ", failure.Problems),
        { Rows.Accepted: 0 } => "it has no usable row" + Rejects(report),
        _ => "too many rows are refused" + Rejects(report),
    };

    private static string Rejects(BatchReport report) => report.RejectsByReason.Count == 0
        ? "."
        : FormattableString.Invariant($" (of {report.Rows.Read}: {string.Join(", ", report.RejectsByReason.Select(reject => FormattableString.Invariant($"{reject.Key} {reject.Value}")))}).");
}
