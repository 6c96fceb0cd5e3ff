namespace ServerlessSeg.Core.Segmentation;

/// <summary>Why a customer is in a segment.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Segment">Code of the segment.</param>
/// <param name="Rule">The rule that decided, as an English sentence.</param>
/// <param name="Factors">The values that it looked at, in the order in which they matter.</param>
public sealed record Explanation(string Scheme, string Segment, string Rule, IReadOnlyList<ExplanationFactor> Factors)
{
    /// <summary>The explanation of every customer without any purchase.</summary>
    internal static Explanation WithoutPurchase(string scheme) => new(
        scheme,
        SegmentDefinition.NoPurchase.Code,
        "The customer has no purchase.",
        [new ExplanationFactor("purchases", 0, "purchases", [], "no value to compare")]);
}

/// <summary>One value that an explanation rests on.</summary>
/// <param name="Name">What was looked at, as <c>recency</c>.</param>
/// <param name="Value">The customer's value; null where it is not defined.</param>
/// <param name="Unit">Its unit: <c>days</c>, <c>orders</c>, <c>currency</c>, <c>share</c>, ….</param>
/// <param name="CutPoints">The limits that it was held against, ascending.</param>
/// <param name="Outcome">What came of it, as <c>R = 1</c> or <c>high</c>.</param>
public sealed record ExplanationFactor(string Name, double? Value, string Unit, IReadOnlyList<double> CutPoints, string Outcome)
{
    /// <summary>A value held against one limit; NaN becomes null.</summary>
    internal static ExplanationFactor Of(string name, double value, string unit, double limit, string outcome) =>
        Of(name, value, unit, [limit], outcome);

    /// <summary>A value held against several limits; NaN becomes null, and limits that are not finite are left out.</summary>
    internal static ExplanationFactor Of(string name, double value, string unit, IReadOnlyList<double> limits, string outcome) =>
        new(name, double.IsFinite(value) ? value : null, unit, [.. limits.Where(double.IsFinite)], outcome);
}
