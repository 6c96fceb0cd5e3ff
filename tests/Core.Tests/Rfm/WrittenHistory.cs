using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Rfm;

/// <summary>A history written down in a test: day, amount in currency units, order, and so on.</summary>
internal sealed class WrittenHistory(params HistoryLine[] lines) : CustomerHistory
{
    private readonly HistoryLine[] _lines = [.. lines.OrderBy(static line => line.OccurredAtMicros)];

    public override ulong Key => CustomerKey.Of(Id);

    public override string Id => "c1";

    public override ReadOnlySpan<HistoryLine> Lines => _lines;

    public override int DuplicateLines => 0;

    /// <summary>Attributes of each line, in order of time.</summary>
    public IReadOnlyList<string?[]> Attributes { get; init; } = [];

    public string From { get; init; } = "shop";

    public override string Source(int line) => From;

    public override string? Attribute(int line, int attribute) => Attributes[line][attribute];

    public static HistoryLine Purchase(string instant, decimal amount, int order = -1, string? product = null, string? currency = null) =>
        new(Micros(instant), (long)Money.FromDecimal(amount).TenThousandths, TransactionKind.Purchase, order, currency, null, product, null);

    public static HistoryLine Refund(string instant, decimal amount, int order = -1) =>
        new(Micros(instant), (long)Money.FromDecimal(amount).TenThousandths, TransactionKind.Refund, order, null, null, null, null);

    public static HistoryLine Free(string instant, int order = -1) =>
        new(Micros(instant), 0, TransactionKind.Free, order, null, null, null, null);

    private static long Micros(string instant) =>
        (DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
