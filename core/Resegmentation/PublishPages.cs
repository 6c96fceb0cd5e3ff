namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Cuts a scored base into customer pages and stores them, a partition's worth at a time.</summary>
public static class PublishPages
{
    // One entity-group transaction; also what a worker holds in memory at once.
    private const int PagesPerWrite = 100;
    private const int ConcurrentWrites = 4;

    /// <summary>Stores the pages; returns how many there are.</summary>
    public static async Task<int> RunAsync(
        SnapshotId snapshot, ScoredBase scored, PreviousSegments? previous, ISnapshotStore store, IRunProgress? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(store);
        int customers = scored.Summaries.Customers.Length;
        int pages = CustomerPage.PagesFor(customers);
        int[] starts = scored.Summaries.PageStarts(pages);
        await store.PreparePagesAsync(snapshot, cancellationToken).ConfigureAwait(false);
        long done = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, (pages + PagesPerWrite - 1) / PagesPerWrite),
            new ParallelOptions { MaxDegreeOfParallelism = ConcurrentWrites, CancellationToken = cancellationToken },
            async (group, token) =>
            {
                int first = group * PagesPerWrite;
                int last = Math.Min(pages, first + PagesPerWrite);
                List<CustomerPage> batch = new(last - first);
                for (int page = first; page < last; page++)
                    batch.Add(Encode(scored, previous, starts[page], starts[page + 1]));
                await store.WritePagesAsync(snapshot, first, batch, token).ConfigureAwait(false);
                progress?.Report(RunStep.Publish, Interlocked.Add(ref done, starts[last] - starts[first]), customers);
            }).ConfigureAwait(false);
        return pages;
    }

    private static CustomerPage Encode(ScoredBase scored, PreviousSegments? previous, int start, int end)
    {
        var records = new CustomerRecord[end - start];
        for (int i = start; i < end; i++)
            records[i - start] = scored.Record(i, previous?.Of(i));
        return CustomerPage.Encode(records);
    }
}
