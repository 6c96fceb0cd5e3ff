using System.Text;
using Microsoft.Extensions.Time.Testing;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Tests.Ingestion;

namespace ServerlessSeg.Core.Tests.Ledger;

public sealed class LedgerAppenderTests
{
    [Theory]
    [InlineData(2_000, 50, 1)]
    [InlineData(2_000, 50, 3)]
    [InlineData(5_000, 3, 40)]
    [InlineData(300_000, 300_000, 1)]
    [InlineData(300_000, 300_000, 5)]
    public async Task Append_OfABatch_WritesTheFileThatItsRowsWriteOneByOne(int rows, int products, int lines)
    {
        var text = new StringBuilder("customer,order,date,amount,currency,channel,product,country,note,tag,shop\n");
        var random = new Random(rows);
        for (int i = 0; i < rows; i++)
        {
            // Lines share customer, order and day; every seventh order has two of the same instant, and some lines are equal in all.
            int order = i / lines, kin = order / 7 * 7;
            string customer = (order % 9) switch { 0 => $"{order % 100}", 1 => $"a customer of some length {kin % 300}", _ => $"C{kin * 7919L % (rows / 8):000000}" };
            string note = random.Next(4) == 0 ? "" : new string((char)('a' + random.Next(26)), random.Next(1, 20));
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{customer},{(order % 5 == 0 ? "" : $"o{order}")},2025-01-{1 + (kin % 28):00},{random.Next(lines > 1 ? 50 : 5_000)}.{random.Next(100):00},{(i % 7 == 0 ? "USD" : "EUR")},{(i % 3 == 0 ? "" : "web")},p{random.Next(products)},DE,{note},t{i % 200},s{i % 9}\n");
        }
        byte[] file = Encoding.UTF8.GetBytes(text.ToString());
        MemoryLedgerStore batches = await WrittenAsync(file, sink => sink), single = await WrittenAsync(file, sink => new OneByOne(sink));
        Assert.Equal(single.Names, batches.Names);
        foreach (string name in single.Names)
            Assert.True(single[name].AsSpan().SequenceEqual(batches[name]));
    }

    private static async Task<MemoryLedgerStore> WrittenAsync(byte[] file, Func<ITransactionSink, ITransactionSink> wrap)
    {
        var store = new MemoryLedgerStore();
        IngestOptions options = IngestOptions.Default with { Workers = 2, ChunkBytes = 1 << 16 };
        Func<SchemaMapping, CancellationToken, ValueTask<ITransactionSink>> open = LedgerSink.For(store, "batch", options);
        BatchReport report = await new BatchIngest(options, new FakeTimeProvider(IngestRun.Now)).RunAsync(
            new BatchRequest
            {
                Content = new MemoryContent("orders.csv", file),
                Source = "shop",
                Mapping = MappingOverride.Parse("""{ "attributes": ["note", "tag", "shop"] }"""u8.ToArray()),
                OpenSink = async (mapping, cancellationToken) => wrap(await open(mapping, cancellationToken)),
                OpenRejects = _ => Task.FromResult<Stream>(new MemoryStream()),
            },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(BatchStatus.Ready, report.Status);
        return store;
    }

    /// <summary>Hands every row over by itself.</summary>
    private sealed class OneByOne(ITransactionSink sink) : ITransactionSink
    {
        public ITransactionAppender OpenAppender() => new Appender(sink.OpenAppender());

        public Task<LedgerContent> CompleteAsync(CancellationToken cancellationToken) => sink.CompleteAsync(cancellationToken);

        public ValueTask DisposeAsync() => sink.DisposeAsync();

        private sealed class Appender(ITransactionAppender appender) : ITransactionAppender
        {
            public void Append(in TransactionRow row) => appender.Append(row);

            public ValueTask FlushIfNeededAsync(CancellationToken cancellationToken) => appender.FlushIfNeededAsync(cancellationToken);
        }
    }
}
