using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Reporting;
using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>
/// One reading of a text by several workers: each takes the next chunk in turn, parses it on its own, and hands its rejects over in
/// order. Stops early when the rows show that the reading was begun under a wrong assumption.
/// </summary>
internal sealed class CsvReading(ChunkSplitter splitter, CsvDialect dialect, SchemaMapping mapping, FileEvidence known, IngestOptions options) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly bool hasHeader = mapping.Given?.Header ?? true;
    private volatile bool stopped;

    /// <summary>Called after each chunk with its bytes and rows.</summary>
    public Action<int, long>? Progress { get; init; }

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    /// <summary>Reads to the end, or to the first contradiction.</summary>
    public async Task<(RowTally Tally, FileEvidence Evidence)> RunAsync(ITransactionSink sink, RejectFile rejects, DateTimeOffset latest, CancellationToken cancellationToken)
    {
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var checkers = new RowChecker[options.Workers];
        var workers = new Task[options.Workers];
        for (int i = 0; i < workers.Length; i++)
        {
            ITransactionAppender appender = sink.OpenAppender();
            RowChecker checker = checkers[i] = new RowChecker(mapping, options, latest, appender);
            workers[i] = Task.Run(() => WorkAsync(checker, appender, rejects, failure), CancellationToken.None);
        }
        await WhenAllAsync(workers).ConfigureAwait(false);
        var total = new RowTally();
        FileEvidence evidence = known;
        foreach (RowChecker checker in checkers)
        {
            total.Add(checker.Tally);
            evidence |= checker.Evidence;
        }
        return (total, evidence);
    }

    /// <summary>Waits for all, then throws what went wrong first rather than the cancellations that follow from it.</summary>
    private static async Task WhenAllAsync(Task[] workers)
    {
        try
        {
            await Task.WhenAll(workers).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Exception? cause = workers.Where(worker => worker.IsFaulted).Select(worker => worker.Exception!.InnerException).FirstOrDefault();
            if (cause is null)
                throw;
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(cause);
        }
    }

    private async Task WorkAsync(RowChecker checker, ITransactionAppender appender, RejectFile rejects, CancellationTokenSource failure)
    {
        try
        {
            var reader = new CsvRowReader(mapping, dialect, options.MaxRecordBytes, checker);
            var chunk = new TextChunk();
            while (!stopped && await TakeAsync(chunk, rejects, failure.Token).ConfigureAwait(false))
            {
                long before = checker.Tally.Accepted + checker.Tally.Rejected;
                reader.Read(chunk, skipHeader: hasHeader && chunk.Index == 0);
                await rejects.CompleteAsync(chunk.Index, checker.Rejects.Take(), failure.Token).ConfigureAwait(false);
                await appender.FlushIfNeededAsync(failure.Token).ConfigureAwait(false);
                Progress?.Invoke(chunk.Length, checker.Tally.Accepted + checker.Tally.Rejected - before);
                if (Contradicts(known | checker.Evidence))
                    stopped = true;
            }
        }
        catch
        {
            await failure.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private bool Contradicts(FileEvidence evidence) =>
        evidence.Conclude(mapping.Given) != mapping.Conventions || (mapping.Given?.DayMonthOrder is null && evidence.HasBothDateOrders);

    private async ValueTask<bool> TakeAsync(TextChunk chunk, RejectFile rejects, CancellationToken cancellationToken)
    {
        await rejects.EnterAsync(cancellationToken).ConfigureAwait(false);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return !stopped && await splitter.NextAsync(chunk, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }
}
