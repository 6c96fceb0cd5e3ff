using System.Text;
using ServerlessSeg.Core.Ledger.Writing;

namespace ServerlessSeg.Core.Ledger;

/// <summary>
/// Writes the accepted rows of one batch as ledger files sorted by (customer key, customer id, time, content). Equal rows in any
/// order, from any number of appenders, give byte-equal files as long as they fit the memory budget; beyond it each filled
/// budget becomes a sorted file of its own, and <see cref="LedgerMerge"/> gives the same histories all the same.
/// Nothing in the files names the batch: whoever commits it does.
/// </summary>
/// <remarks>
/// The store's files are written while rows still arrive. Where a batch may be written again after a crash, each attempt
/// takes its own name prefix, so that files of a committed batch are never overwritten.
/// </remarks>
public sealed class LedgerWriter : IAsyncDisposable
{
    internal const int PartitionBits = 8;
    internal const int Partitions = 1 << PartitionBits;

    private readonly ILedgerStore _store;
    private readonly string _namePrefix;
    private readonly LedgerWriterOptions _options;
    private readonly TextDictionary[] _dictionaries;
    private readonly RowChunkPool _pool;
    private readonly CustomerCensus _census;
    private readonly SortedRunWriter _runWriter;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly List<LedgerAppender> _appenders = [];
    private readonly List<LedgerContentFile> _files = [];
    private List<RowChunk>[] _filled = EmptyPartitions();
    private long _filledBytes, _filledOrders;
    private bool _ended;

    /// <summary>Prepares to write; nothing is stored yet.</summary>
    /// <param name="store">Takes the files.</param>
    /// <param name="namePrefix">Name of the file without its ending, such as the batch id.</param>
    /// <param name="options">Limits.</param>
    /// <param name="attributeNames">Names of the attribute columns, in the order of <see cref="TransactionRow.Attributes"/>.</param>
    /// <exception cref="ArgumentException">An attribute has no name, or one that is taken.</exception>
    public LedgerWriter(ILedgerStore store, string namePrefix, LedgerWriterOptions options, IReadOnlyList<string> attributeNames)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentException.ThrowIfNullOrEmpty(namePrefix);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(attributeNames);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MemoryBudgetBytes, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RowGroupRows);
        string[] columns = LedgerLayout.Columns(attributeNames);
        _store = store;
        _namePrefix = namePrefix;
        _options = options;
        _dictionaries = [.. columns.Skip(LedgerLayout.FirstTextColumn).Select((_, i) => new TextDictionary(i == 0 ? int.MaxValue : PackedItems.MostTexts))];
        _pool = new RowChunkPool((int)Math.Clamp(options.MemoryBudgetBytes / (Partitions * 4), 1 << 10, 32 << 10));
        _census = new CustomerCensus(_pool);
        _runWriter = new SortedRunWriter(options, columns, _pool, _census);
    }

    /// <summary>A way in for one thread.</summary>
    public LedgerAppender CreateAppender()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            var appender = new LedgerAppender(this, _dictionaries);
            _appenders.Add(appender);
            return appender;
        }
    }

    /// <summary>Sorts and writes what is still in memory. To be called once, when no thread appends any more.</summary>
    public async Task<LedgerContent> CompleteAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        await _flushing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            lock (_gate)
            {
                foreach ((int partition, RowChunk chunk) in _appenders.SelectMany(appender => appender.TakeOpenChunks()))
                    Keep(partition, chunk);
            }
            string name = _files.Count == 0 ? $"{_namePrefix}.parquet" : RunName();
            if (_files.Count > 0)
                _census.KeepKeys();
            await WriteRunAsync(name, cancellationToken).ConfigureAwait(false);
            _ended = true;
        }
        finally
        {
            _flushing.Release();
        }
        return new LedgerContent([.. _files], _files.Sum(file => file.Rows), _census.Customers, Totals());
    }

    /// <summary>Removes every file written, including those of a completed writer. To be called when no thread appends any more.</summary>
    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        await _flushing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _ended = true;
            foreach (LedgerContentFile file in _files)
                await _store.DeleteAsync(file.Name, cancellationToken).ConfigureAwait(false);
            _files.Clear();
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _ended = true;
        _flushing.Dispose();
        _runWriter.Dispose();
        return ValueTask.CompletedTask;
    }

    internal async ValueTask FlushIfNeededAsync(CancellationToken cancellationToken)
    {
        while (NeedsFlush())
        {
            await _flushing.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (!NeedsFlush())
                    return;
                _census.KeepKeys();
                await WriteRunAsync(RunName(), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _flushing.Release();
            }
        }
    }

    internal RowChunk Exchange(int partition, RowChunk? filled, int least)
    {
        if (filled is not null)
        {
            lock (_gate)
                Keep(partition, filled);
        }
        return _pool.Rent(least);
    }

    private static List<RowChunk>[] EmptyPartitions() => [.. Enumerable.Range(0, Partitions).Select(_ => new List<RowChunk>())];

    private string RunName() => $"{_namePrefix}.{_files.Count}.parquet";

    // Room is left for the keys of the customers that the run adds, who are no more than its orders. Chunks still open at the appenders
    // cannot be written; a budget that they alone fill would write endlessly small runs.
    private bool NeedsFlush() =>
        _pool.LentBytes + (Interlocked.Read(ref _filledOrders) * sizeof(ulong)) >= _options.MemoryBudgetBytes
        && Interlocked.Read(ref _filledBytes) >= _options.MemoryBudgetBytes / 4;

    private void Keep(int partition, RowChunk chunk)
    {
        _filled[partition].Add(chunk);
        Interlocked.Add(ref _filledBytes, chunk.Size);
        Interlocked.Add(ref _filledOrders, chunk.Orders);
    }

    private async Task WriteRunAsync(string name, CancellationToken cancellationToken)
    {
        IReadOnlyList<RowChunk>[] partitions;
        lock (_gate)
        {
            partitions = _filled;
            _filled = EmptyPartitions();
            Interlocked.Exchange(ref _filledBytes, 0);
            Interlocked.Exchange(ref _filledOrders, 0);
        }
        var run = new SortedRun(partitions, [.. _dictionaries.Select(dictionary => dictionary.Ranks())]);
        if (run.Rows == 0)
            return;
        try
        {
            _files.Add(await _runWriter.WriteAsync(_store, name, run, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            // The rows of this run are lost with it, so the batch cannot be completed any more.
            _ended = true;
            await _store.DeleteAsync(name, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private List<LedgerTotals> Totals()
    {
        TextRanks currencies = _dictionaries[0].Ranks();
        // The rows without a currency, and then each currency in order of its code.
        var sums = new TotalsOfCurrency[currencies.Sorted.Length + 1];
        for (int place = 0; place < sums.Length; place++)
            sums[place] = new TotalsOfCurrency();
        foreach (LedgerAppender appender in _appenders)
        {
            for (int place = 0; place < appender.Totals.Count; place++)
                sums[place == 0 ? 0 : currencies.RankOfNumber[place - 1] + 1].Add(appender.Totals[place]);
        }
        var totals = new List<LedgerTotals>();
        for (int place = 0; place < sums.Length; place++)
        {
            LedgerTotals total = sums[place].ToTotals(place == 0 ? null : Encoding.UTF8.GetString(currencies.Sorted[place - 1]));
            if (total.Rows > 0)
                totals.Add(total);
        }
        return totals;
    }
}
