using System.Buffers;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Writes the lists of every segment of every scheme. A segment without customers has no file.</summary>
public static class PublishFiles
{
    private const int FlushBytes = 1 << 20;

    // The lists mostly wait for storage.
    private const int ConcurrentSchemes = 5;

    /// <summary>Writes the lists, schemes side by side.</summary>
    public static async Task SegmentListsAsync(RunId run, ScoredBase scored, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(store);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, scored.Schemes.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ConcurrentSchemes, CancellationToken = cancellationToken },
            async (scheme, token) => await SchemeAsync(run, scored, scheme, store, token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task SchemeAsync(RunId run, ScoredBase scored, int scheme, ISnapshotStore store, CancellationToken cancellationToken)
    {
        int segments = scored.Schemes[scheme].Segments.Count;
        var streams = new Stream?[segments];
        var buffers = new ArrayBufferWriter<byte>[segments];
        try
        {
            for (int i = 0; i < scored.Summaries.Customers.Length; i++)
            {
                int segment = scored.Segments[scheme][i];
                if (buffers[segment] is not { } buffer)
                {
                    buffer = buffers[segment] = new ArrayBufferWriter<byte>(FlushBytes + 4096);
                    buffer.Write(SegmentFile.Header);
                }
                SegmentFile.Append(buffer, scored.Record(i));
                if (buffer.WrittenCount >= FlushBytes)
                    await FlushAsync(segment).ConfigureAwait(false);
            }
            for (int segment = 0; segment < segments; segment++)
            {
                if (buffers[segment] is not null)
                    await FlushAsync(segment).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (Stream? stream in streams)
            {
                if (stream is not null)
                    await stream.DisposeAsync().ConfigureAwait(false);
            }
        }

        async Task FlushAsync(int segment)
        {
            string path = SegmentFile.Path(scored.Schemes[scheme].Name, scored.Schemes[scheme].Segments[segment].Code);
            Stream stream = streams[segment] ??= await store.CreateFileAsync(run, path, cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync(buffers[segment].WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffers[segment].ResetWrittenCount();
        }
    }
}
