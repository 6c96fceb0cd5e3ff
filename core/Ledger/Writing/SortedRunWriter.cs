using System.Collections.Concurrent;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Sorts, encodes and writes one run: several threads take its parts in turn, and one writes them in order.</summary>
internal sealed class SortedRunWriter(LedgerWriterOptions options, IReadOnlyList<string> columns, RowChunkPool pool, CustomerCensus census)
{
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
            var sorter = new RowSorter();
            using var encoder = new RowGroupEncoder();
            while (true)
            {
                await ahead.WaitAsync(failed.Token).ConfigureAwait(false);
                int i = Interlocked.Increment(ref next);
                if (i >= parts.Length)
                {
                    ahead.Release();
                    return;
                }
                try
                {
                    encoded[i].SetResult(EncodePart(parts[i], run.Texts, sorter, encoder));
                }
                catch (Exception e)
                {
                    encoded[i].SetException(e);
                    throw;
                }
            }
        }
    }

    private List<EncodedRowGroup> EncodePart(SortedRun.Part part, TextRanks[] texts, RowSorter sorter, RowGroupEncoder encoder)
    {
        var content = new RowContentComparer(part.Chunks, texts);
        Span<RowRef> rows = sorter.Sort(part.Chunks, part.FirstKey, part.SpanBits, content);
        if (!TryEncodeRows(rows, part.Chunks, texts, encoder, out List<EncodedRowGroup> groups, out int customers))
        {
            RowSorter.PartCustomersOfOneKey(rows, content);
            TryEncodeRows(rows, part.Chunks, texts, encoder, out groups, out customers);
        }
        census.Add(rows, customers);
        pool.Return(part.Chunks);
        return groups;
    }

    // False where two customers share a key and may still be mixed; what was encoded is good all the same when they are not.
    private bool TryEncodeRows(
        ReadOnlySpan<RowRef> rows,
        RowChunk[] chunks,
        TextRanks[] texts,
        RowGroupEncoder encoder,
        out List<EncodedRowGroup> groups,
        out int customers)
    {
        groups = [];
        customers = 0;
        bool sharesKey = false;
        int groupCount = Math.Max(1, (rows.Length + (options.RowGroupRows / 2)) / options.RowGroupRows);
        for (int g = 0; g < groupCount; g++)
        {
            int start = (int)((long)rows.Length * g / groupCount), end = (int)((long)rows.Length * (g + 1) / groupCount);
            EncodedRowGroup group = _written.TryTake(out EncodedRowGroup? used) ? used : new EncodedRowGroup();
            customers += encoder.Encode(group, rows[start..end], chunks, texts);
            sharesKey |= encoder.HasSharedKey;
            if (start > 0 && rows[start - 1].Key == rows[start].Key)
            {
                if (IsSameCustomer(rows[start - 1], rows[start], chunks))
                    customers--;
                else
                    sharesKey = true;
            }
            groups.Add(group);
        }
        return !sharesKey;
    }

    private static bool IsSameCustomer(RowRef x, RowRef y, RowChunk[] chunks) =>
        new RowRecord(chunks[x.Chunk].Bytes.AsSpan(x.Offset)).CustomerId.SequenceEqual(new RowRecord(chunks[y.Chunk].Bytes.AsSpan(y.Offset)).CustomerId);

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
