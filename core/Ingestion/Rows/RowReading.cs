using System.Runtime.ExceptionServices;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Reporting;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>A file cut into blocks of rows that several threads may check at the same time.</summary>
internal interface IRowBlocks : IAsyncDisposable
{
    /// <summary>Opens a way in for one thread, which passes its rows to the checker.</summary>
    ValueTask<IRowBlockReader> OpenReaderAsync(RowChecker checker, CancellationToken cancellationToken);
}

/// <summary>One thread's way into the blocks of a file.</summary>
internal interface IRowBlockReader : IAsyncDisposable
{
    /// <summary>Takes the next block that no thread has taken; its number from 0, or −1 at the end.</summary>
    ValueTask<long> TakeAsync(CancellationToken cancellationToken);

    /// <summary>Checks the rows of the block taken.</summary>
    ValueTask ReadAsync(CancellationToken cancellationToken);
}

/// <summary>What the rows of a file, or those before the first contradiction, add up to.</summary>
/// <param name="Tally">Counts and sums.</param>
/// <param name="Evidence">What is known about the conventions of the file.</param>
/// <param name="AreAll">Whether no row was left out. Workers may contradict the assumption one by one and agree with it together.</param>
/// <param name="ListedRejects">Refused rows that are listed.</param>
internal sealed record RowsRead(RowTally Tally, FileEvidence Evidence, bool AreAll, long ListedRejects);

/// <summary>
/// One reading of a file by several workers: each takes the next block in turn, checks its rows on its own, and hands its rejects over in
/// order. Stops early when the rows show that the reading was begun under a wrong assumption; blocks before the one that showed
/// it are always finished, so what is known then does not depend on the workers.
/// </summary>
internal sealed class RowReading(IRowBlocks blocks, SchemaMapping mapping, FileEvidence known, IngestOptions options)
{
    private volatile bool stopped;

    /// <summary>Called after each block with the number of its rows.</summary>
    public Action<long>? Progress { get; init; }

    /// <summary>Reads to the end, or to the first contradiction.</summary>
    public async Task<RowsRead> RunAsync(ITransactionSink sink, RejectFile rejects, DateTimeOffset latest, CancellationToken cancellationToken)
    {
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int threads = mapping.Grain.IsSequential ? 1 : options.Workers;
        var checkers = new RowChecker[threads];
        var workers = new Task[threads];
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
        return new RowsRead(total, evidence, AreAll: !stopped, rejects.Lines);
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
            ExceptionDispatchInfo.Throw(cause);
        }
    }

    private async Task WorkAsync(RowChecker checker, ITransactionAppender appender, RejectFile rejects, CancellationTokenSource failure)
    {
        try
        {
            IRowBlockReader reader = await blocks.OpenReaderAsync(checker, failure.Token).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (!stopped)
                {
                    await rejects.EnterAsync(failure.Token).ConfigureAwait(false);
                    long block = await reader.TakeAsync(failure.Token).ConfigureAwait(false);
                    if (block < 0)
                        return;
                    long before = checker.Tally.Read;
                    await reader.ReadAsync(failure.Token).ConfigureAwait(false);
                    await rejects.CompleteAsync(block, checker.Rejects.Take(), failure.Token).ConfigureAwait(false);
                    await appender.FlushIfNeededAsync(failure.Token).ConfigureAwait(false);
                    Progress?.Invoke(checker.Tally.Read - before);
                    if (Contradicts(known | checker.Evidence))
                        stopped = true;
                }
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
}
