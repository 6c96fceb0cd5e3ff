using System.Buffers;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Writes the lists of every segment of every scheme. A segment without customers has no file.</summary>
public static class PublishFiles
{
    /// <summary>
    /// Schemes written in one pass over the customers, each of whom is put into text once a pass. Every list being written has memory of its
    /// own, so this bounds what a pass needs.
    /// </summary>
    private const int SchemesInPass = 5;

    /// <summary>Writes the lists, some schemes at a time.</summary>
    public static async Task SegmentListsAsync(SnapshotId snapshot, ScoredBase scored, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(store);
        foreach (int[] schemes in Enumerable.Range(0, scored.Schemes.Count).Chunk(SchemesInPass))
            await WriteAsync(snapshot, scored, schemes, store, cancellationToken).ConfigureAwait(false);
    }

    private static async Task WriteAsync(SnapshotId snapshot, ScoredBase scored, int[] schemes, ISnapshotStore store, CancellationToken cancellationToken)
    {
        SegmentList[][] lists = [.. schemes.Select(scheme => scored.Schemes[scheme].Segments
            .Select(segment => new SegmentList(token => store.CreateFileAsync(snapshot, SegmentFile.Path(scored.Schemes[scheme].Name, segment.Code), token)))
            .ToArray())];
        var line = new ArrayBufferWriter<byte>();
        try
        {
            for (int i = 0; i < scored.Summaries.Customers.Length; i++)
            {
                line.ResetWrittenCount();
                SegmentFile.Append(line, scored.Record(i));
                for (int s = 0; s < schemes.Length; s++)
                    await lists[s][scored.Segments[schemes[s]][i]].AppendAsync(line.WrittenMemory, cancellationToken).ConfigureAwait(false);
            }
            foreach (SegmentList list in lists.SelectMany(static list => list))
                await list.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (SegmentList list in lists.SelectMany(static list => list))
                await list.DisposeAsync().ConfigureAwait(false);
        }
    }
}
