using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>The distributions over the whole base that several schemes share, each computed once when first asked for.</summary>
public sealed class BaseStatistics
{
    private readonly Lazy<ValueDistribution> recency, frequency, monetary, netMoney, predictedClv, meanGap;

    /// <summary>Reads the columns lazily; they must not grow any more.</summary>
    public BaseStatistics(BaseColumns columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = columns;
        recency = new(() => OfDays(columns.LastDays, columns.AsOfDay));
        frequency = new(() => ValueDistribution.Of(columns.Frequencies));
        monetary = new(() => ValueDistribution.Of(columns.Monetary));
        netMoney = new(() => OfMoney(columns.NetMoney));
        predictedClv = new(() => OfPredictions(columns.PredictedClv));
        meanGap = new(() => OfGaps(columns));
    }

    /// <summary>The columns.</summary>
    public BaseColumns Columns { get; }

    /// <summary>Days since the last purchase.</summary>
    public ValueDistribution Recency => recency.Value;

    /// <summary>RFM's F.</summary>
    public ValueDistribution Frequency => frequency.Value;

    /// <summary>RFM's M in currency units.</summary>
    public ValueDistribution Monetary => monetary.Value;

    /// <summary>Net money of the whole history in currency units.</summary>
    public ValueDistribution NetMoney => netMoney.Value;

    /// <summary>Predicted CLV in currency units, of the customers that have a prediction.</summary>
    public ValueDistribution PredictedClv => predictedClv.Value;

    /// <summary>Mean days between the purchases of a customer, of the customers with two or more.</summary>
    public ValueDistribution MeanGapDays => meanGap.Value;

    /// <summary>Computes every distribution now, on several threads.</summary>
    internal void Prepare(int parallelism, CancellationToken cancellation) => Parallel.ForEach(
        new[] { monetary, netMoney, predictedClv, meanGap, recency, frequency },
        new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellation },
        static distribution => _ = distribution.Value);

    private static ValueDistribution OfGaps(BaseColumns columns)
    {
        using ScratchColumn gaps = new(columns.Buyers);
        int count = 0;
        for (int i = 0; i < columns.Buyers; i++)
            if (columns.Purchases[i] > 1)
                gaps.Values[count++] = (double)(columns.LastDays[i] - columns.FirstDays[i]) / (columns.Purchases[i] - 1);
        return ValueDistribution.OfScratch(gaps.Values[..count]);
    }

    private static ValueDistribution OfDays(ReadOnlySpan<int> lastDays, int asOfDay)
    {
        int[] days = new int[lastDays.Length];
        for (int i = 0; i < days.Length; i++)
            days[i] = asOfDay - lastDays[i];
        return ValueDistribution.Of(days);
    }

    private static ValueDistribution OfMoney(ReadOnlySpan<long> money)
    {
        using ScratchColumn values = new(money.Length);
        for (int i = 0; i < money.Length; i++)
            values.Values[i] = (double)money[i] / Money.Scale;
        return ValueDistribution.OfScratch(values.Values);
    }

    private static ValueDistribution OfPredictions(ReadOnlySpan<double> predictions)
    {
        using ScratchColumn values = new(predictions.Length);
        int count = 0;
        foreach (double prediction in predictions)
            if (!double.IsNaN(prediction))
                values.Values[count++] = prediction;
        return ValueDistribution.OfScratch(values.Values[..count]);
    }
}
