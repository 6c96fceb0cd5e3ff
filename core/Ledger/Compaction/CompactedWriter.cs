using System.Text;
using ServerlessSeg.Core.Ledger.Reading;

namespace ServerlessSeg.Core.Ledger.Compaction;

/// <summary>Writes the rows of many batches into numbered files, and counts what each batch has in each.</summary>
internal sealed class CompactedWriter(ILedgerStore store, string namePrefix, IReadOnlyList<string> attributes, IReadOnlyList<LedgerFile> sources)
    : IAsyncDisposable
{
    private const byte Separator = 0x1F;

    private static readonly LedgerWriterOptions OneRun = new();

    private readonly Dictionary<string, LedgerFile> _batches = sources
        .GroupBy(static file => file.BatchId)
        .ToDictionary(
            static batch => batch.Key,
            static batch => batch.First() with { CommitOrder = batch.Max(static file => file.CommitOrder), LaterOrderReplaces = batch.Any(static file => file.LaterOrderReplaces) },
            StringComparer.Ordinal);

    private readonly Dictionary<string, long> _rowsOfBatch = new(StringComparer.Ordinal);
    private readonly List<LedgerFile> _files = [];
    private byte[] _scratch = new byte[4096];
    private int _used, _fileNumber;
    private LedgerWriter? _writer;
    private LedgerAppender? _appender;

    /// <summary>Rows in the file that is being written.</summary>
    public long OpenRows => _appender?.Rows ?? 0;

    /// <summary>The files that are complete, each once for every batch that has rows in it.</summary>
    public IReadOnlyList<LedgerFile> Files => _files;

    /// <summary>Takes every row of a customer.</summary>
    public void Append(MergedHistory history)
    {
        if (_appender is null)
        {
            _writer = new LedgerWriter(store, $"{namePrefix}.{_fileNumber++}", OneRun, [.. attributes, LedgerLayout.Batch]);
            _appender = _writer.CreateAppender();
        }
        for (int row = 0; row < history.Rows; row++)
            Append(history, row, _appender);
    }

    /// <summary>Completes the file that is being written, if there is one.</summary>
    public async Task EndFileAsync(CancellationToken cancellationToken)
    {
        if (_writer is null)
            return;
        await using (_writer.ConfigureAwait(false))
        {
            LedgerContent content = await _writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
            foreach ((string batch, long rows) in _rowsOfBatch.OrderBy(static batch => batch.Key, StringComparer.Ordinal))
                _files.Add(_batches[batch] with { Name = content.Files[0].Name, Rows = rows });
        }
        _rowsOfBatch.Clear();
        (_writer, _appender) = (null, null);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync().ConfigureAwait(false);
    }

    private void Append(MergedHistory history, int row, LedgerAppender appender)
    {
        HistoryLine line = history.Line(row);
        string batch = history.Batch(row).BatchId;
        _used = 0;
        Range currency = Take(line.Currency), channel = Take(line.Channel), product = Take(line.Product), country = Take(line.Country);
        int start = _used;
        for (int i = 0; i < attributes.Count; i++)
        {
            Take(history.AttributeOfRow(row, i));
            EnsureRoom(1);
            _scratch[_used++] = Separator;
        }
        Take(batch);
        ReadOnlySpan<byte> texts = _scratch;
        appender.Append(new TransactionRow
        {
            CustomerId = history.IdBytes,
            OccurredAtMicros = line.OccurredAtMicros,
            Amount = line.Amount,
            Kind = line.Kind,
            OrderId = history.OrderId(row),
            Line = history.Origin(row).Line,
            Currency = texts[currency],
            Channel = texts[channel],
            Product = texts[product],
            Country = texts[country],
            Attributes = texts[start.._used],
        });
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_rowsOfBatch, batch, out _)++;
    }

    private Range Take(string? text)
    {
        int start = _used;
        if (text is not null)
        {
            EnsureRoom(Encoding.UTF8.GetMaxByteCount(text.Length));
            _used += Encoding.UTF8.GetBytes(text, _scratch.AsSpan(_used));
        }
        return start.._used;
    }

    private void EnsureRoom(int bytes)
    {
        if (_scratch.Length - _used < bytes)
            Array.Resize(ref _scratch, Math.Max(_scratch.Length * 2, _used + bytes));
    }
}
