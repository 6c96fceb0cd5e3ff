using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>The chunks of a text as blocks of rows.</summary>
internal sealed class CsvBlocks(ChunkSplitter splitter, CsvDialect dialect, SchemaMapping mapping, int maxRecordBytes) : IRowBlocks
{
    private readonly ChunkSplitter splitter = splitter;
    private readonly SemaphoreSlim turn = new(1);
    private readonly bool hasHeader = mapping.Given?.Header ?? true;

    /// <inheritdoc />
    public ValueTask<IRowBlockReader> OpenReaderAsync(RowChecker checker, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IRowBlockReader>(new Reader(this, new CsvRowReader(mapping, dialect, maxRecordBytes, checker)));

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Reader(CsvBlocks blocks, CsvRowReader rows) : IRowBlockReader
    {
        private readonly TextChunk chunk = new();

        public async ValueTask<long> TakeAsync(CancellationToken cancellationToken)
        {
            await blocks.turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await blocks.splitter.NextAsync(chunk, cancellationToken).ConfigureAwait(false) ? chunk.Index : -1;
            }
            finally
            {
                blocks.turn.Release();
            }
        }

        public ValueTask ReadAsync(CancellationToken cancellationToken)
        {
            rows.Read(chunk, skipHeader: blocks.hasHeader && chunk.Index == 0);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
