namespace ServerlessSeg.Core.Segmentation.Advice;

/// <summary>What to do about the customers of a segment.</summary>
public sealed record SegmentAction
{
    /// <summary>Stable code in kebab-case, as <c>win-back</c>; several segments may share one.</summary>
    public string Code { get; set; } = "";

    /// <summary>1 (first) to 5 (last).</summary>
    public int Priority { get; set; }

    /// <summary>The advice in English.</summary>
    public string English { get; set; } = "";

    /// <summary>The advice in Chinese.</summary>
    public string Chinese { get; set; } = "";

    /// <summary>Suggested channel.</summary>
    public string Channel { get; set; } = "";

    /// <summary>Suggested incentive; <c>none</c> where a discount would only cost margin.</summary>
    public string Incentive { get; set; } = "";

    /// <summary>What to measure to know whether it worked.</summary>
    public string Measure { get; set; } = "";

    /// <summary>Everything that is missing.</summary>
    internal IEnumerable<string> Errors(string place)
    {
        if (Code.Length == 0 || !Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            yield return $"{place}: code '{Code}' must be lower-case letters, digits and hyphens.";
        if (Priority is < 1 or > 5)
            yield return $"{place}: priority is {Priority}; it is 1 to 5.";
        foreach ((string name, string text) in new[] { ("english", English), ("chinese", Chinese), ("channel", Channel), ("incentive", Incentive), ("measure", Measure) })
            if (string.IsNullOrWhiteSpace(text))
                yield return $"{place}: {name} is missing.";
    }
}
