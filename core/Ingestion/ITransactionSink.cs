using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>
/// Takes the accepted rows of one reading of a batch. A reading that turns out to have begun under a wrong assumption is given up:
/// its sink is disposed without having been completed, and what it wrote must never be seen.
/// </summary>
public interface ITransactionSink : IAsyncDisposable
{
    /// <summary>Opens an appender for one thread. Safe to call from several threads.</summary>
    ITransactionAppender OpenAppender();

    /// <summary>Writes everything out, after the last row of every appender, and tells what was written.</summary>
    Task<LedgerContent> CompleteAsync(CancellationToken cancellationToken);
}

/// <summary>One thread's way into an <see cref="ITransactionSink"/>; not thread-safe itself.</summary>
public interface ITransactionAppender
{
    /// <summary>Takes a copy of the row; never waits.</summary>
    void Append(in TransactionRow row);

    /// <summary>Takes a copy of all rows of a batch; never waits.</summary>
    void Append(TransactionBatch rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        for (int i = 0; i < rows.Count; i++)
            Append(rows.Row(i));
    }

    /// <summary>Writes rows out where memory is used up. Awaited between blocks of rows.</summary>
    ValueTask FlushIfNeededAsync(CancellationToken cancellationToken);
}
