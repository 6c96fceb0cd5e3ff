using System.Text;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Preview;

/// <summary>Keeps the first accepted rows.</summary>
internal sealed class PreviewSink(int most) : ITransactionAppender
{
    private readonly List<PreviewRow> rows = [];

    public IReadOnlyList<PreviewRow> Rows => rows;

    public void Append(in TransactionRow row)
    {
        if (rows.Count == most)
            return;
        rows.Add(new PreviewRow(
            Encoding.UTF8.GetString(row.CustomerId),
            Text(row.OrderId),
            row.Line < 0 ? null : row.Line,
            DateTimeOffset.UnixEpoch.AddTicks(row.OccurredAtMicros * TimeSpan.TicksPerMicrosecond),
            row.Kind switch
            {
                TransactionKind.Purchase => "purchase",
                TransactionKind.Refund => "refund",
                _ => "free",
            },
            new Money(row.Amount).ToDecimal(),
            Text(row.Currency),
            Text(row.Channel),
            Text(row.Product),
            Text(row.Country),
            row.Attributes.IsEmpty ? [] : Encoding.UTF8.GetString(row.Attributes).Split('\u001F')));
    }

    public ValueTask FlushIfNeededAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static string? Text(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);
}
