using System.Text.Json.Serialization;

namespace ServerlessSeg.Core.Rfm;

/// <summary>
/// Cut points that turn a value into a score from 1 (worst) to <see cref="Levels"/> (best). Equal values always get equal
/// scores, since nothing but the value decides. Immutable, thread-safe, and stored with a run as JSON.
/// </summary>
public sealed class CutPoints
{
    /// <summary>The fewest score levels.</summary>
    public const int MinLevels = 3;

    /// <summary>The most score levels.</summary>
    public const int MaxLevels = 10;

    private readonly double[] thresholds;

    /// <summary>Takes cut points as they are; <see cref="CutPointFitting"/> finds them from a base.</summary>
    /// <param name="method">How they were found.</param>
    /// <param name="thresholds">Levels − 1 finite values that do not fall.</param>
    /// <param name="reversed">Whether small values are the better ones (recency).</param>
    /// <param name="onCutTakesHigherScore">Which score a value equal to a cut point takes.</param>
    /// <param name="customers">Customers by score, lowest score first, or null when they were not counted.</param>
    /// <param name="emptyLevels">Levels that no customer has, or null when they were not counted.</param>
    /// <exception cref="ArgumentException">The number of thresholds is outside 2 to 9, one is not finite, or they fall.</exception>
    [JsonConstructor]
    public CutPoints(
        CutPointMethod method,
        IReadOnlyList<double> thresholds,
        bool reversed,
        bool onCutTakesHigherScore,
        IReadOnlyList<long>? customers = null,
        IReadOnlyList<EmptyLevel>? emptyLevels = null)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        if (Fault(thresholds) is { } fault)
            throw new ArgumentException(fault, nameof(thresholds));
        this.thresholds = [.. thresholds];
        Method = method;
        Reversed = reversed;
        OnCutTakesHigherScore = onCutTakesHigherScore;
        Customers = customers ?? [];
        EmptyLevels = emptyLevels ?? [];
    }

    /// <summary>How the cut points were found.</summary>
    public CutPointMethod Method { get; }

    /// <summary>The cut points in ascending order of value.</summary>
    public IReadOnlyList<double> Thresholds => thresholds;

    /// <summary>Whether small values score high.</summary>
    public bool Reversed { get; }

    /// <summary>Whether a value equal to a cut point takes the higher of the two scores.</summary>
    public bool OnCutTakesHigherScore { get; }

    /// <summary>Customers of the fitted base by score, from score 1 upwards; empty when they were not counted.</summary>
    public IReadOnlyList<long> Customers { get; }

    /// <summary>Levels that no customer of the fitted base has, with the reason.</summary>
    public IReadOnlyList<EmptyLevel> EmptyLevels { get; }

    /// <summary>Number of score levels.</summary>
    [JsonIgnore]
    public int Levels => thresholds.Length + 1;

    /// <summary>The score of a value, 1 (worst) to <see cref="Levels"/> (best).</summary>
    public byte Score(double value)
    {
        int passed = 0;
        foreach (double cut in thresholds)
        {
            bool better = Reversed ? value < cut : value > cut;
            if (better || (OnCutTakesHigherScore && value == cut))
                passed++;
        }
        return (byte)(passed + 1);
    }

    /// <summary>What is wrong with a list of thresholds, or null.</summary>
    internal static string? Fault(IReadOnlyList<double> thresholds)
    {
        if (thresholds.Count is < MinLevels - 1 or > MaxLevels - 1)
            return $"{thresholds.Count} cut points make {thresholds.Count + 1} levels; {MinLevels} to {MaxLevels} are possible.";
        for (int i = 0; i < thresholds.Count; i++)
        {
            if (!double.IsFinite(thresholds[i]))
                return $"Cut point {i + 1} is not a finite number.";
            if (i > 0 && thresholds[i] < thresholds[i - 1])
                return $"Cut points must not fall: number {i + 1} is below number {i}.";
        }
        return null;
    }
}

/// <summary>A score level that no customer has.</summary>
/// <param name="Level">The score.</param>
/// <param name="Reason">Why it is empty, as a sentence for the run's report.</param>
public sealed record EmptyLevel(int Level, string Reason);
