using ServerlessSeg.Core.Segmentation.Advice;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>What to do with a segment, as the API serves it.</summary>
public sealed class SegmentAdvice
{
    /// <summary>The scheme shown where none is asked for, and whose segment decides a customer's action.</summary>
    public const string LeadingScheme = "rfm11";

    private readonly Actions _actions = Actions.Default;

    /// <summary>The action for a segment, or null where none is configured.</summary>
    public ActionResponse? For(string scheme, string segment) =>
        _actions.Find(scheme, segment) is { } action ? new ActionResponse(action.Code, action.English, action.Chinese, action.Channel, action.Incentive, action.Measure) : null;
}
