namespace ServerlessSeg.Functions.Lookup;

/// <summary>What to do with a segment.</summary>
public sealed class SegmentAdvice
{
    /// <summary>The scheme shown where none is asked for, and whose segment decides a customer's action.</summary>
    public const string LeadingScheme = "rfm11";

    /// <summary>The action for a segment, or null where none is configured.</summary>
    public ActionResponse? For(string scheme, string segment) => _actions.GetValueOrDefault((scheme, segment));

    private readonly Dictionary<(string, string), ActionResponse> _actions = [];
}
