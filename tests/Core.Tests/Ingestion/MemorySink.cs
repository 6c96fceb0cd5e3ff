using System.Text;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Ingestion;

/// <summary>A row as the ledger would get it.</summary>
internal sealed record TakenRow(
    string Customer, long Micros, long Amount, TransactionKind Kind, string Order, int Line, string Currency, string Channel, string Product, string Country, string Attributes);

/// <summary>Keeps the accepted rows in memory.</summary>
internal sealed class MemorySink : ITransactionSink
{
    private readonly List<Appender> appenders = [];

    public bool Completed { get; private set; }

    /// <summary>The rows in an order that does not depend on the workers.</summary>
    public IReadOnlyList<TakenRow> Rows =>
        [
            .. appenders.SelectMany(appender => appender.Rows)
                .OrderBy(row => row.Customer, StringComparer.Ordinal).ThenBy(row => row.Micros).ThenBy(row => row.Order, StringComparer.Ordinal)
                .ThenBy(row => row.Product, StringComparer.Ordinal).ThenBy(row => row.Amount).ThenBy(row => row.Line).ThenBy(row => row.Kind)
                .ThenBy(row => row.Currency, StringComparer.Ordinal).ThenBy(row => row.Channel, StringComparer.Ordinal)
                .ThenBy(row => row.Country, StringComparer.Ordinal).ThenBy(row => row.Attributes, StringComparer.Ordinal),
        ];

    public ITransactionAppender OpenAppender()
    {
        var appender = new Appender();
        lock (appenders)
            appenders.Add(appender);
        return appender;
    }

    public Task<LedgerContent> CompleteAsync(CancellationToken cancellationToken)
    {
        Completed = true;
        TakenRow[] rows = [.. appenders.SelectMany(appender => appender.Rows)];
        return Task.FromResult(new LedgerContent([], rows.Length, rows.Select(row => row.Customer).Distinct().Count(), []));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Appender : ITransactionAppender
    {
        public List<TakenRow> Rows { get; } = [];

        public void Append(in TransactionRow row) => Rows.Add(new TakenRow(
            Text(row.CustomerId), row.OccurredAtMicros, row.Amount, row.Kind, Text(row.OrderId), row.Line,
            Text(row.Currency), Text(row.Channel), Text(row.Product), Text(row.Country), Text(row.Attributes)));

        public ValueTask FlushIfNeededAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
    }
}
