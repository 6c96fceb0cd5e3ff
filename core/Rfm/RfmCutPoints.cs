using System.Text.Json.Serialization;

namespace ServerlessSeg.Core.Rfm;

/// <summary>The cut points of the three scores, found over the whole base and stored with the run.</summary>
/// <param name="Recency">In days since the last purchase, small is good.</param>
/// <param name="Frequency">In orders or purchase days.</param>
/// <param name="Monetary">In currency units.</param>
public sealed record RfmCutPoints(CutPoints Recency, CutPoints Frequency, CutPoints Monetary)
{
    /// <summary>Score levels.</summary>
    [JsonIgnore]
    public int Levels => Recency.Levels;

    /// <summary>Finds the cut points by the method of the options.</summary>
    /// <param name="options">Options without errors.</param>
    /// <param name="recency">Days since the last purchase, of every customer with a purchase.</param>
    /// <param name="frequency">Frequency of the same customers.</param>
    /// <param name="monetary">Monetary value of the same customers.</param>
    /// <exception cref="ArgumentException">The options have errors; the message names all.</exception>
    public static RfmCutPoints Fit(RfmOptions options, ValueDistribution recency, ValueDistribution frequency, ValueDistribution monetary)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Errors() is { Count: > 0 } errors)
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        return options.Method switch
        {
            CutPointMethod.Frozen => new(
                CutPointFitting.Freeze(options.FrozenCutPoints!.Recency, recency),
                CutPointFitting.Freeze(options.FrozenCutPoints.Frequency, frequency),
                CutPointFitting.Freeze(options.FrozenCutPoints.Monetary, monetary)),
            CutPointMethod.Thresholds => new(
                CutPointFitting.FromThresholds(options.RecencyThresholds!, reversed: true, recency),
                CutPointFitting.FromThresholds(options.FrequencyThresholds!, reversed: false, frequency),
                CutPointFitting.FromThresholds(options.MonetaryThresholds!, reversed: false, monetary)),
            _ => new(
                CutPointFitting.Fit(recency, options.Method, options.Levels, reversed: true),
                CutPointFitting.Fit(frequency, options.Method, options.Levels, reversed: false),
                CutPointFitting.Fit(monetary, options.Method, options.Levels, reversed: false)),
        };
    }
}
