using System.Text;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Ledger;

/// <summary>A transaction as tests write it down.</summary>
internal sealed record SampleRow(string Customer, long Micros, long Amount)
{
    public TransactionKind Kind { get; init; }

    public string? Order { get; init; }

    public int Line { get; init; } = -1;

    public string? Currency { get; init; }

    public string? Channel { get; init; }

    public string? Product { get; init; }

    public string? Country { get; init; }

    public string Attributes { get; init; } = "";

    public void AppendTo(LedgerAppender appender) => appender.Append(new TransactionRow
    {
        CustomerId = Encoding.UTF8.GetBytes(Customer),
        OccurredAtMicros = Micros,
        Amount = Amount,
        Kind = Kind,
        OrderId = Encoding.UTF8.GetBytes(Order ?? ""),
        Line = Line,
        Currency = Encoding.UTF8.GetBytes(Currency ?? ""),
        Channel = Encoding.UTF8.GetBytes(Channel ?? ""),
        Product = Encoding.UTF8.GetBytes(Product ?? ""),
        Country = Encoding.UTF8.GetBytes(Country ?? ""),
        Attributes = Encoding.UTF8.GetBytes(Attributes),
    });

    /// <summary>Rows of few customers, orders and texts, so that everything occurs several times.</summary>
    public static SampleRow[] Make(int seed, int count, int customers, double orderShare = 0.8)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new SampleRow(
            $"C{random.Next(customers)}",
            1_600_000_000_000_000 + (random.NextInt64(0, 400) * 86_400_000_000) + (random.Next(3) * 1_000_001L),
            random.Next(-200, 2000) * 100L)
        {
            Kind = (TransactionKind)random.Next(3),
            Order = random.NextDouble() < orderShare ? $"O{random.Next(count / 4 + 1)}" : null,
            Line = random.Next(3) == 0 ? random.Next(5) : -1,
            Currency = random.Next(5) == 0 ? null : random.Next(2) == 0 ? "EUR" : "GBP",
            Channel = random.Next(2) == 0 ? null : "web",
            Product = random.Next(4) == 0 ? null : $"P{random.Next(20)} ñ\uFFFD",
            Country = random.Next(3) == 0 ? null : "Österreich",
            Attributes = random.Next(2) == 0 ? "" : $"a{random.Next(3)}\u001F{(random.Next(2) == 0 ? "" : "😀")}",
        })];
    }
}
