namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// A way to put every customer into exactly one segment. Instances hold what was found over the whole base, are immutable and
/// thread-safe, and decide by the customer's own facts alone: equal customers are in equal segments.
/// </summary>
public interface ISegmentationScheme
{
    /// <summary>The name in addresses and columns: <c>rfm11</c>, <c>abc</c>, ….</summary>
    string Name { get; }

    /// <summary>The segments; their position is the code that <see cref="Assign"/> returns.</summary>
    IReadOnlyList<SegmentDefinition> Segments { get; }

    /// <summary>The position in <see cref="Segments"/> of the customer's segment. Defined for every customer; allocates nothing.</summary>
    byte Assign(in CustomerFacts facts);

    /// <summary>Why the customer is in its segment: the values, the cut points and the rule.</summary>
    Explanation Explain(in CustomerFacts facts);
}

/// <summary>A segment of a scheme.</summary>
/// <param name="Code">Stable name in PascalCase, unique within the scheme.</param>
/// <param name="English">Name to show.</param>
/// <param name="Chinese">Name to show in Chinese.</param>
/// <param name="Meaning">Who is in it, in a sentence.</param>
public sealed record SegmentDefinition(string Code, string English, string Chinese, string Meaning)
{
    /// <summary>
    /// The segment of customers with refunds or free lines only, in every scheme that looks at purchases. They are left out of
    /// every cut point, yet counted, so that the sums over segments are those of the ledger.
    /// </summary>
    public static SegmentDefinition NoPurchase { get; } =
        new("NoPurchase", "No purchase", "无购买", "Known by refunds or free lines only; never bought.");
}
