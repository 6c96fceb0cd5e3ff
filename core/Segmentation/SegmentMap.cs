using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// A map from every cell of R, F and M scores to one segment, checked to be total and disjoint when it is read. Immutable and
/// thread-safe. The last segment is always <see cref="SegmentDefinition.NoPurchase"/>.
/// </summary>
public sealed class SegmentMap
{
    private readonly byte[] cells;

    internal SegmentMap(string name, int levels, IReadOnlyList<SegmentDefinition> segments, IReadOnlyList<string> rules, byte[] cells)
    {
        Name = name;
        Levels = levels;
        Segments = segments;
        Rules = rules;
        this.cells = cells;
    }

    /// <summary>The map's own name, as <c>rfm11</c>.</summary>
    public string Name { get; }

    /// <summary>The number of score levels the map is written for.</summary>
    public int Levels { get; }

    /// <summary>The segments in the order of the map, then <see cref="SegmentDefinition.NoPurchase"/>.</summary>
    public IReadOnlyList<SegmentDefinition> Segments { get; }

    /// <summary>For each segment of the map the rule as text, for explanations.</summary>
    public IReadOnlyList<string> Rules { get; }

    /// <summary>Position of the segment of a cell; of <see cref="SegmentDefinition.NoPurchase"/> for a customer without scores.</summary>
    /// <param name="score">Scores on the map's own number of levels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A score is above the number of levels.</exception>
    public byte SegmentOf(RfmScore score)
    {
        if (!score.IsScored)
            return (byte)(Segments.Count - 1);
        if (score.R > Levels || score.F > Levels || score.M > Levels || score.F == 0 || score.M == 0)
            throw new ArgumentOutOfRangeException(nameof(score), score.Cell, $"Map '{Name}' is written for scores 1 to {Levels}.");
        return cells[IndexOf(score, Levels)];
    }

    /// <summary>Reads a map from JSON and checks it.</summary>
    /// <param name="json">UTF-8 JSON as described by <see cref="SegmentMapDocument"/>.</param>
    /// <param name="name">Name for the messages, as the file's name.</param>
    /// <exception cref="SegmentationConfigurationException">The map cannot be read, or is not total and disjoint; every error is named.</exception>
    public static SegmentMap Parse(ReadOnlySpan<byte> json, string name) => SegmentMapReader.Read(json, name);

    /// <summary>Position of a cell in a table of levels³ cells.</summary>
    internal static int IndexOf(RfmScore score, int levels) => ((((score.R - 1) * levels) + score.F - 1) * levels) + score.M - 1;
}
