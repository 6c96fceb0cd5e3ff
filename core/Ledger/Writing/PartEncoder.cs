using System.Collections.Concurrent;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// Sorts and encodes the parts of a run. A partition is encoded right after it was sorted, while its rows are in the processor's cache. One instance
/// serves one thread.
/// </summary>
/// <param name="rowGroupRows">Rows in a row group, about.</param>
/// <param name="census">Counts the customers.</param>
/// <param name="used">Row groups whose memory can be used again.</param>
internal sealed class PartEncoder(int rowGroupRows, CustomerCensus census, ConcurrentBag<EncodedRowGroup> used) : IDisposable
{
    private readonly RowSorter sorter = new();
    private readonly RowGroupEncoder encoder = new();
    private List<EncodedRowGroup> groups = [];
    private int customers;
    private bool sharesKey;

    /// <summary>The part as one row group or, where a single partition makes it larger, several.</summary>
    public List<EncodedRowGroup> Encode(SortedRun.Part part, TextRanks[] texts)
    {
        // Two customers of one key are next to impossible, so rows are parted by their ids only where that has been seen.
        Encode(part, texts, partsCustomers: false);
        if (sharesKey)
            Encode(part, texts, partsCustomers: true);
        census.Add(customers);
        return groups;
    }

    public void Dispose() => encoder.Dispose();

    private void Encode(SortedRun.Part part, TextRanks[] texts, bool partsCustomers)
    {
        (groups, customers, sharesKey) = ([], 0, false);
        int total = part.Rows, done = 0;
        int groupCount = Math.Max(1, (total + (rowGroupRows / 2)) / rowGroupRows);
        for (int p = 0; p < part.Partitions.Length; p++)
        {
            RowChunk[] chunks = part.Partitions[p];
            var content = new RowContentComparer(chunks, texts);
            ReadOnlySpan<RowRef> rows = sorter.Sort(chunks, content, partsCustomers);
            census.AddKeys(part.First + p, sorter.Orders);
            for (int taken = 0; taken < rows.Length;)
            {
                int begin = (int)((long)total * groups.Count / groupCount), end = (int)((long)total * (groups.Count + 1) / groupCount);
                if (done == begin)
                    encoder.Begin(end - begin, texts.Length);
                int more = Math.Min(rows.Length - taken, end - done);
                encoder.Add(rows.Slice(taken, more), chunks);
                (taken, done) = (taken + more, done + more);
                if (done == end)
                    Finish(texts);
                if (done == end && taken < rows.Length)
                    CompareAcross(rows[taken - 1], rows[taken], content);
            }
        }
    }

    private void Finish(TextRanks[] texts)
    {
        EncodedRowGroup group = used.TryTake(out EncodedRowGroup? free) ? free : new EncodedRowGroup();
        customers += encoder.Finish(group, texts);
        sharesKey |= encoder.HasSharedKey;
        groups.Add(group);
    }

    // A customer whose rows are in two row groups counts once.
    private void CompareAcross(RowRef last, RowRef first, RowContentComparer content)
    {
        if (!content.SameKey(last, first))
            return;
        if (content.SameCustomer(last, first))
            customers--;
        else
            sharesKey = true;
    }
}
