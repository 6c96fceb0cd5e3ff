using System.Collections.Concurrent;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Sorts, encodes and writes one run: several threads take its parts in turn, and one writes them in order.</summary>
internal sealed class SortedRunWriter(LedgerWriterOptions options, IReadOnlyList<string> columns, RowChunkPool pool, CustomerCensus census) : IDisposable
{
    private readonly ConcurrentBag<PartEncoder> _encoders = [];
    private readonly ConcurrentBag<EncodedRowGroup> _written = [];

    /// <summary>Writes the run as one ledger file.</summary>
    public async Task<LedgerContentFile> WriteAsync(ILedgerStore store, string name, SortedRun run, CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        SortedRun.Part[] parts = [.. run.Parts(options.RowGroupRows)];
        var encoded = new TaskCompletionSource<List<EncodedRowGroup>>[parts.Length];
        for (int i = 0; i < encoded.Length; i++)
            encoded[i] = new TaskCompletionSource<List<EncodedRowGroup>>(TaskCreationOptions.RunContinuationsAsynchronously);
        int threads = Math.Clamp(options.EncodingThreads, 1, parts.Length);
        using var ahead = new SemaphoreSlim(threads + 2);
        int next = -1;
        Task[] workers = [.. Enumerable.Range(0, threads).Select(_ => Task.Run(() => EncodeAsync(), CancellationToken.None))];
        try
        {
            LedgerContentFile file = await WriteInOrderAsync(store, name, encoded, ahead, failed.Token).ConfigureAwait(false);
            await Task.WhenAll(workers).ConfigureAwait(false);
            return file;
        }
        catch
        {
            await failed.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        async Task EncodeAsync()
        {
            PartEncoder encoder = _encoders.TryTake(out PartEncoder? idle) ? idle : new PartEncoder(options.RowGroupRows, census, _written);
            try
            {
                while (true)
                {
                    await ahead.WaitAsync(failed.Token).ConfigureAwait(false);
                    int i = Interlocked.Increment(ref next);
                    if (i >= parts.Length)
                        break;
                    Encode(i, encoder);
                }
                ahead.Release();
            }
            finally
            {
                _encoders.Add(encoder);
            }
        }

        void Encode(int i, PartEncoder encoder)
        {
            try
            {
                encoded[i].SetResult(encoder.Encode(parts[i], run.Texts));
                pool.Return(parts[i].Partitions.SelectMany(chunks => chunks));
            }
            catch (Exception e)
            {
                encoded[i].SetException(e);
                throw;
            }
        }
    }

    public void Dispose()
    {
        while (_encoders.TryTake(out PartEncoder? encoder))
            encoder.Dispose();
    }

    private async Task<LedgerContentFile> WriteInOrderAsync(
        ILedgerStore store,
        string name,
        TaskCompletionSource<List<EncodedRowGroup>>[] encoded,
        SemaphoreSlim ahead,
        CancellationToken cancellationToken)
    {
        long offset = LedgerFooter.Magic.Length, rows = 0;
        var placed = new List<LedgerFooter.Placed>();
        var footer = new ByteSink();
        Stream stream = await store.CreateAsync(name, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            footer.Write(LedgerFooter.Magic);
            await stream.WriteAsync(footer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            foreach (TaskCompletionSource<List<EncodedRowGroup>> part in encoded)
            {
                foreach (EncodedRowGroup group in await part.Task.WaitAsync(cancellationToken).ConfigureAwait(false))
                {
                    await stream.WriteAsync(group.Bytes.WrittenMemory, cancellationToken).ConfigureAwait(false);
                    placed.Add(new LedgerFooter.Placed(offset, group.Rows, [.. group.Columns]));
                    offset += group.Bytes.Length;
                    rows += group.Rows;
                    _written.Add(group);
                }
                ahead.Release();
            }
            footer.Clear();
            LedgerFooter.Write(footer, columns, placed);
            await stream.WriteAsync(footer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        return new LedgerContentFile(name, rows, offset + footer.Length);
    }
}
