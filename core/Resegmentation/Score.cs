using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>The step that gives every customer its scores and segments.</summary>
public static class Score
{
    private const int ChunkSize = 16_384;

    /// <summary>Places every customer in every scheme.</summary>
    /// <param name="customers">The base.</param>
    /// <param name="clv">Predictions, in the order of the base.</param>
    /// <param name="parameters">Cut points and thresholds found over the base.</param>
    /// <param name="options">What is computed.</param>
    /// <param name="schemes">The schemes made from both.</param>
    /// <param name="progress">Hears of customers done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static ScoredBase Run(
        SummarisedBase customers, ClvEstimate[] clv, SegmentationParameters parameters, SegmentationOptions options,
        IReadOnlyList<ISegmentationScheme> schemes, IRunProgress? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(clv);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(schemes);
        int n = customers.Customers.Length;
        var scorer = new RfmScorer(options.Rfm, parameters.Rfm);
        var scores = new RfmScore[n];
        byte[][] segments = [.. schemes.Select(_ => new byte[n])];
        int asOfDay = customers.AsOfDay;
        int chunks = (n + ChunkSize - 1) / ChunkSize;
        long done = 0;
        Parallel.For(0, chunks, new ParallelOptions { CancellationToken = cancellationToken }, chunk =>
        {
            int end = Math.Min(n, (chunk + 1) * ChunkSize);
            for (int i = chunk * ChunkSize; i < end; i++)
            {
                scores[i] = scorer.Score(customers.Customers[i], asOfDay);
                var facts = new CustomerFacts(customers.Customers[i], asOfDay, scores[i], ToFacts(clv[i]));
                for (int scheme = 0; scheme < schemes.Count; scheme++)
                    segments[scheme][i] = schemes[scheme].Assign(facts);
            }
            progress?.Report(RunStep.Score, Interlocked.Add(ref done, end - chunk * ChunkSize), n);
        });
        return new ScoredBase(customers, scorer, scores, clv, schemes, segments);
    }

    /// <summary>The predictions as the schemes read them.</summary>
    public static ClvFacts ToFacts(in ClvEstimate clv) =>
        clv.IsKnown ? new ClvFacts(clv.PAlive, clv.ExpectedPurchases, clv.Predicted, clv.Low, clv.High) : ClvFacts.Refused;
}
