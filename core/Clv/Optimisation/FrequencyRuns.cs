namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>A stretch of groups that share one x.</summary>
internal readonly record struct FrequencyRun(int Index, int Frequency, int Start, int End);

/// <summary>
/// The groups of a data set cut into stretches of equal x and the stretches into batches of like size. The cut depends on the data
/// alone and batch results are added in order, so that the number of cores never changes a digit.
/// </summary>
internal sealed class FrequencyRuns
{
    private const int GroupsPerRun = 2048;
    private const int GroupsPerBatch = 8192;
    private readonly List<FrequencyRun> runs = [];
    private readonly List<int> batchStarts = [];

    public FrequencyRuns(ReadOnlySpan<int> frequency)
    {
        var distinct = new List<int>();
        int start = 0, inBatch = GroupsPerBatch;
        while (start < frequency.Length)
        {
            int x = frequency[start];
            int end = start + 1;
            while (end < frequency.Length && frequency[end] == x && end - start < GroupsPerRun)
                end++;
            if (distinct.Count == 0 || distinct[^1] != x)
                distinct.Add(x);
            if (inBatch >= GroupsPerBatch)
            {
                batchStarts.Add(runs.Count);
                inBatch = 0;
            }
            runs.Add(new FrequencyRun(distinct.Count - 1, x, start, end));
            inBatch += end - start;
            start = end;
        }
        batchStarts.Add(runs.Count);
        Distinct = [.. distinct];
    }

    /// <summary>Computes one batch of runs and adds to its own totals.</summary>
    public delegate void BatchSum(ReadOnlySpan<FrequencyRun> runs, Span<double> totals);

    /// <summary>Each x once, rising.</summary>
    public int[] Distinct { get; }

    /// <summary>Sums over all groups, batches in parallel.</summary>
    public void Sum(int width, Span<double> totals, BatchSum batch)
    {
        int batches = batchStarts.Count - 1;
        var partial = new double[batches * width];
        FrequencyRun[] all = [.. runs];
        void One(int b) => batch(all.AsSpan(batchStarts[b]..batchStarts[b + 1]), partial.AsSpan(b * width, width));
        if (batches == 1)
            One(0);
        else
            Parallel.For(0, batches, One);
        totals.Clear();
        for (int b = 0; b < batches; b++)
        {
            for (int i = 0; i < width; i++)
                totals[i] += partial[(b * width) + i];
        }
    }
}
