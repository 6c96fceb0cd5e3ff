using ServerlessSeg.Core.Ledger.Columns;
using ServerlessSeg.Core.Ledger.Reading;

namespace ServerlessSeg.Core.Ledger;

/// <summary>
/// Reads ledger files side by side and gives one customer's history after another, by (customer key, id bytes). The result does not
/// depend on the order of the files nor on how a batch was split into files. Memory is one row group a file and one customer.
/// Not thread-safe: parts of the key range are merged side by side by merges of their own.
/// </summary>
/// <example>
/// <code>
/// await using var merge = await LedgerMerge.OpenAsync(store, files, KeyRange.All, [], cancellationToken);
/// while (await merge.ReadAsync(cancellationToken))
///     Summarise(merge.Current);
/// </code>
/// </example>
public sealed class LedgerMerge : IAsyncDisposable
{
    private readonly PageCompression _compression;
    private readonly MergeBatch[] _batches;
    private readonly PriorityHeap _heap = new();
    private readonly MergedHistory _history;
    private readonly bool _keepsDuplicates;
    private LedgerCursor? _last;
    private bool _isReading;

    private LedgerMerge(PageCompression compression, MergeBatch[] batches, int attributes, bool keepsDuplicates)
    {
        _keepsDuplicates = keepsDuplicates;
        _compression = compression;
        _batches = batches;
        _history = new MergedHistory(batches, attributes);
    }

    /// <summary>The customer that <see cref="ReadAsync"/> moved to; its content changes with the next read.</summary>
    public CustomerHistory Current => _history;

    /// <summary>The rows of the customer before deduplication, in no particular order.</summary>
    internal MergedHistory CurrentRows => _history;

    /// <summary>Customers read so far.</summary>
    public long Customers { get; private set; }

    /// <summary>Rows read so far, before deduplication.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows left out so far, because another batch tells the same order line.</summary>
    public long DuplicateLines { get; private set; }

    /// <summary>For each batch the times of its rows without order id, as far as read; input of <see cref="UnorderedOverlap.Find"/>.</summary>
    public IReadOnlyList<UnorderedSpan> UnorderedSpans => [.. _batches.Select(batch => batch.Unordered).OfType<UnorderedSpan>()];

    /// <summary>Reads the footers of the files.</summary>
    /// <param name="store">Holds the files.</param>
    /// <param name="files">The files, in any order.</param>
    /// <param name="range">The keys wanted; row groups without any are not read.</param>
    /// <param name="attributes">Names of the attribute columns wanted; a file without one gives nulls.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged or not a ledger file.</exception>
    public static Task<LedgerMerge> OpenAsync(
        ILedgerStore store,
        IReadOnlyList<LedgerFile> files,
        KeyRange range,
        IReadOnlyList<string> attributes,
        CancellationToken cancellationToken) => OpenAsync(store, files, range, attributes, keepsDuplicates: false, cancellationToken);

    /// <summary>As the public one; with <paramref name="keepsDuplicates"/> only <see cref="CurrentRows"/> may be read.</summary>
    internal static async Task<LedgerMerge> OpenAsync(
        ILedgerStore store,
        IReadOnlyList<LedgerFile> files,
        KeyRange range,
        IReadOnlyList<string> attributes,
        bool keepsDuplicates,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(attributes);
        var compression = new PageCompression();
        var interner = new TextInterner();
        (MergeBatch[] batches, Dictionary<(string, string), int> numbers) = NumberBatches(files);
        var merge = new LedgerMerge(compression, batches, attributes.Count, keepsDuplicates);
        try
        {
            foreach (IGrouping<string, LedgerFile> file in files.GroupBy(file => file.Name))
            {
                LedgerFileFooter footer = await LedgerFileFooter.ReadAsync(store, file.Key, cancellationToken).ConfigureAwait(false);
                foreach (CursorBatches batchesOfFile in BatchesOf(file, footer, numbers))
                {
                    if (LedgerCursor.Open(store, file.Key, footer, batchesOfFile, range, attributes, interner, compression) is { } cursor)
                        merge._heap.Add(cursor);
                }
            }
            return merge;
        }
        catch
        {
            await merge.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Moves to the next customer; false when there is none.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken) =>
        ReadOn() is { } isThere ? new ValueTask<bool>(isThere) : LoadAndReadOnAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _heap.Dispose();
        _compression.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<bool> LoadAndReadOnAsync(CancellationToken cancellationToken)
    {
        bool? isThere;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _heap.First!.LoadAsync(cancellationToken).ConfigureAwait(false);
            _heap.FirstMoved();
            isThere = ReadOn();
        }
        while (isThere is null);
        return isThere.Value;
    }

    // Begins or goes on with a customer; null where the first cursor's row group has to be loaded before it is known what comes next.
    private bool? ReadOn()
    {
        while (true)
        {
            LedgerCursor? first = _heap.First;
            if (first is { IsPending: true })
                return null;
            if (!_isReading)
            {
                if (first is null)
                    return false;
                _history.Begin(first.Key, first.CustomerId);
                _isReading = true;
                _last = null;
            }
            else if (first is null || first.Key != _history.Key || !first.CustomerId.SequenceEqual(_history.IdBytes))
            {
                _isReading = false;
                // A compacted file may hold nothing of a customer but rows of batches that were replaced.
                if (_history.Rows > 0)
                {
                    FinishCustomer();
                    return true;
                }
                continue;
            }
            if (first != _last)
                _history.BeginPart();
            _last = first;
            first.Drain(_history);
            _heap.FirstMoved();
        }
    }

    private void FinishCustomer()
    {
        if (!_keepsDuplicates)
            _history.Finish();
        Customers++;
        Rows += _history.Rows;
        DuplicateLines += _history.DuplicateLines;
    }

    private static IEnumerable<CursorBatches> BatchesOf(
        IEnumerable<LedgerFile> named, LedgerFileFooter footer, Dictionary<(string Source, string BatchId), int> numbers)
    {
        if (footer.AttributeColumn(LedgerLayout.Batch) < 0)
            return named.Select(file => CursorBatches.Only(numbers[(file.Source, file.BatchId)]));
        return [CursorBatches.ByColumn(named.ToDictionary(file => file.BatchId, file => numbers[(file.Source, file.BatchId)], StringComparer.Ordinal))];
    }

    private static (MergeBatch[] Batches, Dictionary<(string Source, string BatchId), int> Numbers) NumberBatches(IReadOnlyList<LedgerFile> files)
    {
        MergeBatch[] batches =
        [
            .. files.GroupBy(file => (file.Source, file.BatchId))
                .Select(batch => new MergeBatch(
                    batch.Key.Source, batch.Key.BatchId, batch.Max(file => file.CommitOrder), batch.Any(file => file.LaterOrderReplaces)))
                .OrderBy(batch => batch.CommitOrder)
                .ThenBy(batch => batch.BatchId, StringComparer.Ordinal)
                .ThenBy(batch => batch.Source, StringComparer.Ordinal),
        ];
        var numbers = new Dictionary<(string Source, string BatchId), int>();
        for (int i = 0; i < batches.Length; i++)
        {
            batches[i].Rank = i;
            numbers.Add((batches[i].Source, batches[i].BatchId), i);
        }
        return (batches, numbers);
    }
}
