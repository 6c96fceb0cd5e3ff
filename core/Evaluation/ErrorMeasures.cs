namespace ServerlessSeg.Core.Evaluation;

/// <summary>How far predictions lie from what happened, over one set of customers.</summary>
public sealed record ErrorMeasures
{
    /// <summary>Customers compared.</summary>
    public required int Count { get; init; }

    /// <summary>Sum of the predictions.</summary>
    public required double TotalPredicted { get; init; }

    /// <summary>Sum of the actual values.</summary>
    public required double TotalActual { get; init; }

    /// <summary>Total predicted ÷ total actual − 1; NaN where nothing happened.</summary>
    public double TotalError => TotalActual == 0 ? double.NaN : TotalPredicted / TotalActual - 1;

    /// <summary>Mean of predicted − actual; above 0 is too much promised.</summary>
    public double Bias => (TotalPredicted - TotalActual) / Count;

    /// <summary>Mean of |predicted − actual|.</summary>
    public required double MeanAbsoluteError { get; init; }

    /// <summary>Square root of the mean of (predicted − actual)².</summary>
    public required double RootMeanSquaredError { get; init; }

    /// <summary>
    /// Mean of |predicted − actual| ÷ |actual| over the <see cref="NonZeroActuals"/> customers whose actual value is not 0, for whom alone it is defined; NaN without any.
    /// It is silent about everybody who did not buy, so a method that promises purchases to the dead is not punished by it: do not choose by it.
    /// </summary>
    public required double MeanAbsolutePercentageError { get; init; }

    /// <summary>Customers that <see cref="MeanAbsolutePercentageError"/> is taken over.</summary>
    public required int NonZeroActuals { get; init; }

    /// <summary>Spearman's rank correlation, tied values sharing their mean rank; NaN where either side is constant.</summary>
    public required double RankCorrelation { get; init; }

    /// <summary>
    /// Share of the actual total that the tenth of customers with the highest predictions brought, in [0, 1]; 0.1 is no better than chance.
    /// Customers tied at the border count by the mean of their group. NaN where nothing happened.
    /// </summary>
    public required double TopDecileShare { get; init; }

    /// <summary>Compares pairwise.</summary>
    /// <param name="predicted">Finite predictions.</param>
    /// <param name="actual">What happened, in the same order.</param>
    /// <exception cref="ArgumentException">The spans are empty or of different length.</exception>
    public static ErrorMeasures Of(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual)
    {
        if (predicted.Length != actual.Length || predicted.IsEmpty)
            throw new ArgumentException(FormattableString.Invariant($"There are {predicted.Length} predictions for {actual.Length} actual values; there must be as many, and at least one."));
        double sumPredicted = 0, sumActual = 0, sumAbsolute = 0, sumSquared = 0, sumShare = 0;
        int nonZero = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            double error = predicted[i] - actual[i];
            sumPredicted += predicted[i];
            sumActual += actual[i];
            sumAbsolute += Math.Abs(error);
            sumSquared += error * error;
            if (actual[i] != 0)
            {
                nonZero++;
                sumShare += Math.Abs(error / actual[i]);
            }
        }
        int n = predicted.Length;
        return new ErrorMeasures
        {
            Count = n,
            TotalPredicted = sumPredicted,
            TotalActual = sumActual,
            MeanAbsoluteError = sumAbsolute / n,
            RootMeanSquaredError = Math.Sqrt(sumSquared / n),
            MeanAbsolutePercentageError = nonZero == 0 ? double.NaN : sumShare / nonZero,
            NonZeroActuals = nonZero,
            RankCorrelation = Ranking.SpearmanCorrelation(predicted, actual),
            TopDecileShare = Ranking.TopShare(predicted, actual, 0.1),
        };
    }
}
