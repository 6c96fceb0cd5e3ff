using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>Lets a <see cref="LedgerWriter"/> take the accepted rows; removes its files when the reading is given up.</summary>
public sealed class LedgerSink : ITransactionSink
{
    private readonly LedgerWriter writer;
    private bool completed;

    private LedgerSink(LedgerWriter writer) => this.writer = writer;

    /// <summary>What a <see cref="BatchRequest"/> needs to write into a store.</summary>
    /// <param name="store">Takes the files.</param>
    /// <param name="namePrefix">Name of the files without their ending; one that no committed batch has.</param>
    /// <param name="options">Memory and threads.</param>
    public static Func<SchemaMapping, CancellationToken, ValueTask<ITransactionSink>> For(ILedgerStore store, string namePrefix, IngestOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var limits = new LedgerWriterOptions { MemoryBudgetBytes = options.MemoryBudgetBytes, EncodingThreads = options.Workers };
        return (mapping, _) => ValueTask.FromResult<ITransactionSink>(new LedgerSink(new LedgerWriter(store, namePrefix, limits, mapping.AttributeNames)));
    }

    /// <inheritdoc />
    public ITransactionAppender OpenAppender() => new Appender(writer.CreateAppender());

    /// <inheritdoc />
    public async Task<LedgerContent> CompleteAsync(CancellationToken cancellationToken)
    {
        LedgerContent content = await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        completed = true;
        return content;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!completed)
            await writer.AbortAsync(CancellationToken.None).ConfigureAwait(false);
        await writer.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class Appender(LedgerAppender appender) : ITransactionAppender
    {
        public void Append(in TransactionRow row) => appender.Append(row);

        public void Append(TransactionBatch rows) => appender.Append(rows);

        public ValueTask FlushIfNeededAsync(CancellationToken cancellationToken) => appender.FlushIfNeededAsync(cancellationToken);
    }
}
