using System.Globalization;

namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>
/// Names clusters by their centres as the LRFMC literature does. Value is the mean of the standard scores of F and M, old means a
/// recency above the mean: high value and not old 重要保持, high value and old 重要挽留, low value and not old 重要发展, low value and old 一般, of
/// which the one of least value is 低价值. By falling value, a second cluster of the kind 重要保持 is 重要发展, a second one of 重要发展 or 重要挽留
/// is 一般; where that is taken too, it keeps its kind with a 2 behind its name.
/// </summary>
internal static class ClusterNaming
{
    private static readonly SegmentDefinition Retain = new("ImportantRetain", "Important to retain", "重要保持客户", "Above average value and recent.");
    private static readonly SegmentDefinition WinBack = new("ImportantWinBack", "Important to win back", "重要挽留客户", "Above average value, but long ago.");
    private static readonly SegmentDefinition Develop = new("ImportantDevelop", "Important to develop", "重要发展客户", "Recent, with less value than the best so far.");
    private static readonly SegmentDefinition General = new("General", "General", "一般客户", "Less value, often long ago.");
    private static readonly SegmentDefinition LowValue = new("LowValue", "Low value", "低价值客户", "The least value, long ago.");

    /// <summary>Names for centres in their order; a name that is given stays.</summary>
    public static SegmentDefinition[] Name(IReadOnlyList<double[]> centres, IReadOnlyList<ClusterFeature> features, IReadOnlyList<SegmentDefinition?> given)
    {
        SegmentDefinition[] names = new SegmentDefinition[centres.Count];
        HashSet<string> used = [.. given.OfType<SegmentDefinition>().Select(g => g.Code)];
        int poorest = Enumerable.Range(0, centres.Count).Where(i => Kind(centres[i], features) == General)
            .OrderBy(i => Value(centres[i], features)).FirstOrDefault(-1);
        foreach (int i in Enumerable.Range(0, centres.Count).OrderByDescending(i => Value(centres[i], features)))
            names[i] = given[i] ?? Unused(i == poorest ? LowValue : Kind(centres[i], features), used);
        return names;
    }

    /// <summary>The mean of the standard scores of F and M; of all features where neither is used.</summary>
    public static double Value(double[] centre, IReadOnlyList<ClusterFeature> features)
    {
        double[] scores = [.. centre.Where((_, f) => features[f] is ClusterFeature.Frequency or ClusterFeature.Monetary)];
        return scores.Length == 0 ? centre.Average() : scores.Average();
    }

    private static SegmentDefinition Kind(double[] centre, IReadOnlyList<ClusterFeature> features)
    {
        bool high = Value(centre, features) > 0, old = centre.Where((score, f) => features[f] == ClusterFeature.Recency && score > 0).Any();
        return high ? (old ? WinBack : Retain) : old ? General : Develop;
    }

    private static SegmentDefinition Unused(SegmentDefinition kind, HashSet<string> used)
    {
        if (used.Add(kind.Code))
            return kind;
        SegmentDefinition next = kind == Retain ? Develop : General;
        if (used.Add(next.Code))
            return next;
        int number = 2;
        while (!used.Add(kind.Code + number.ToString(CultureInfo.InvariantCulture)))
            number++;
        string behind = number.ToString(CultureInfo.InvariantCulture);
        return kind with { Code = kind.Code + behind, English = $"{kind.English} {behind}", Chinese = kind.Chinese + behind };
    }
}
