using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Segmentation.Advice;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>What to do with a segment, as the API serves it: by the actions that the snapshot was made with.</summary>
public sealed class SegmentAdvice
{
    /// <summary>The scheme shown where none is asked for, and whose segment decides a customer's action.</summary>
    public const string LeadingScheme = "rfm11";

    private readonly ConditionalWeakTable<SnapshotManifest, Actions> _actions = [];

    /// <summary>The action for a segment, or null where none is configured.</summary>
    public ActionResponse? For(SnapshotManifest manifest, string scheme, string segment)
    {
        Actions actions = _actions.GetValue(manifest, static snapshot => snapshot.Segmentation?.ToActions() ?? Actions.Default);
        return actions.Find(scheme, segment) is { } action
            ? new ActionResponse(action.Code, action.English, action.Chinese, action.Channel, action.Incentive, action.Measure) : null;
    }
}
