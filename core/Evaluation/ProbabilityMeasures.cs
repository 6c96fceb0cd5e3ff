namespace ServerlessSeg.Core.Evaluation;

/// <summary>How good probabilities of an event were: of churn within a horizon, or of being alive (buying again).</summary>
public sealed record ProbabilityMeasures
{
    /// <summary>Probabilities nearer to 0 or 1 than this are moved to it in <see cref="LogLoss"/>, which would be endless for a certain prediction gone wrong.</summary>
    public const double LogLossFloor = 1e-15;

    /// <summary>Customers compared.</summary>
    public required int Count { get; init; }

    /// <summary>Customers whose event happened.</summary>
    public required int Events { get; init; }

    /// <summary>Mean of the probabilities; to be compared with <see cref="Events"/> ÷ <see cref="Count"/>.</summary>
    public required double MeanProbability { get; init; }

    /// <summary>Area under the curve; 0.5 is chance, NaN where the event happened to all or none.</summary>
    public required double AreaUnderCurve { get; init; }

    /// <summary>Mean of −ln of the probability given to what happened.</summary>
    public required double LogLoss { get; init; }

    /// <summary>Brier's score: mean of (probability − outcome)², in [0, 1].</summary>
    public required double Brier { get; init; }

    /// <summary>Customers by tenths of the probability range, empty tenths left out.</summary>
    public required IReadOnlyList<CalibrationRow> Calibration { get; init; }

    /// <summary>Compares pairwise.</summary>
    /// <param name="probabilities">Numbers in [0, 1].</param>
    /// <param name="happened">Whether the event happened, in the same order.</param>
    /// <exception cref="ArgumentException">The spans are empty or of different length, or a probability is outside [0, 1].</exception>
    public static ProbabilityMeasures Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> happened)
    {
        if (probabilities.Length != happened.Length || probabilities.IsEmpty)
            throw new ArgumentException(FormattableString.Invariant($"There are {probabilities.Length} probabilities for {happened.Length} outcomes; there must be as many, and at least one."));
        const int Bins = 10;
        Span<int> counts = stackalloc int[Bins];
        Span<double> sums = stackalloc double[Bins], hits = stackalloc double[Bins];
        double logLoss = 0, brier = 0, sum = 0;
        int events = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            double p = probabilities[i];
            if (!(p >= 0 && p <= 1))
                throw new ArgumentException(FormattableString.Invariant($"Probability {i} is {p}; it must be in [0, 1]."));
            int outcome = happened[i] ? 1 : 0, bin = Math.Min(Bins - 1, (int)(p * Bins));
            events += outcome;
            sum += p;
            brier += (p - outcome) * (p - outcome);
            logLoss -= Math.Log(Math.Clamp(happened[i] ? p : 1 - p, LogLossFloor, 1));
            counts[bin]++;
            sums[bin] += p;
            hits[bin] += outcome;
        }
        var rows = new List<CalibrationRow>(Bins);
        for (int bin = 0; bin < Bins; bin++)
        {
            if (counts[bin] > 0)
                rows.Add(new CalibrationRow(bin / (double)Bins, (bin + 1) / (double)Bins, counts[bin], hits[bin] / counts[bin], sums[bin] / counts[bin]));
        }
        int n = probabilities.Length;
        return new ProbabilityMeasures
        {
            Count = n,
            Events = events,
            MeanProbability = sum / n,
            AreaUnderCurve = Ranking.AreaUnderCurve(probabilities, happened),
            LogLoss = logLoss / n,
            Brier = brier / n,
            Calibration = rows,
        };
    }
}
