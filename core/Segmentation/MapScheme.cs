using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// A scheme that reads a customer's R, F and M scores off a <see cref="SegmentMap"/>. Scores on another number of levels than the
/// map's are first rescaled (<see cref="RfmScore.Rescaled"/>).
/// </summary>
public sealed class MapScheme : ISegmentationScheme
{
    private readonly SegmentMap map;
    private readonly RfmScorer scorer;

    /// <summary>Makes a scheme of a map.</summary>
    /// <param name="name">Name of the scheme, which may show another map than its own.</param>
    /// <param name="map">The map.</param>
    /// <param name="scorer">The scorer that the facts' scores come from.</param>
    public MapScheme(string name, SegmentMap map, RfmScorer scorer)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(scorer);
        Name = name;
        this.map = map;
        this.scorer = scorer;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public IReadOnlyList<SegmentDefinition> Segments => map.Segments;

    /// <inheritdoc />
    public byte Assign(in CustomerFacts facts) => map.SegmentOf(facts.Score.Rescaled(scorer.CutPoints.Levels, map.Levels));

    /// <inheritdoc />
    public Explanation Explain(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return Explanation.WithoutPurchase(Name);
        byte segment = Assign(facts);
        string rule = $"Cell {facts.Score.Rescaled(scorer.CutPoints.Levels, map.Levels).Cell} on {map.Levels} levels. {map.Rules[segment]}";
        return new Explanation(Name, map.Segments[segment].Code, rule, RfmExplanation.Factors(facts, scorer));
    }
}
