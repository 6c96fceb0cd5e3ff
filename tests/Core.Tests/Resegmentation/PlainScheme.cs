using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Tests.Resegmentation;

/// <summary>A scheme of segments A, B, C, … (later ones numbered) for tests that place the customers themselves.</summary>
internal sealed class PlainScheme(string name, int segments) : ISegmentationScheme
{
    private static readonly CutPoints Thirds = new(CutPointMethod.Thresholds, [1, 2], reversed: false, onCutTakesHigherScore: false);

    /// <summary>Cut points that a scored base must have, whatever they are.</summary>
    public static RfmCutPoints CutPoints { get; } = new(Thirds, Thirds, Thirds);

    public string Name => name;

    public IReadOnlyList<SegmentDefinition> Segments { get; } =
        [.. Enumerable.Range(0, segments).Select(static s => s < 26 ? ((char)('A' + s)).ToString() : $"S{s}").Select(static code => new SegmentDefinition(code, code, code, code))];

    public byte Assign(in CustomerFacts facts) => throw new NotSupportedException();

    public Explanation Explain(in CustomerFacts facts) => throw new NotSupportedException();
}
