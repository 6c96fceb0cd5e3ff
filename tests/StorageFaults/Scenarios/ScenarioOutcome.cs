using ServerlessSeg.StorageFaults.Proxy;

namespace ServerlessSeg.StorageFaults.Scenarios;

/// <summary>How a scenario ended.</summary>
/// <param name="Requests">What passed through the proxy.</param>
/// <param name="End">What it left behind; empty where something was thrown that nobody should throw.</param>
/// <param name="Poisoned">What the platform gave up.</param>
/// <param name="Failures">What was thrown to the platform, and tried again.</param>
public sealed record ScenarioOutcome(IReadOnlyList<StorageRequest> Requests, IReadOnlyList<string> End, IReadOnlyList<string> Poisoned, IReadOnlyList<string> Failures)
{
    /// <summary>What is wrong with it, compared to the undisturbed; null where nothing is.</summary>
    public string? Complaint(ScenarioOutcome undisturbed)
    {
        ArgumentNullException.ThrowIfNull(undisturbed);
        if (Poisoned.Count > 0)
            return $"given up: {string.Join(", ", Poisoned)}; {(Failures.Count == 0 ? "" : Failures[^1])}";
        if (End.SequenceEqual(undisturbed.End))
            return null;
        string[] missing = [.. undisturbed.End.Except(End, StringComparer.Ordinal)], added = [.. End.Except(undisturbed.End, StringComparer.Ordinal)];
        return $"{missing.Length} lines missing, {added.Length} new: {(missing.Length == 0 ? "" : $"-[{missing[0]}] ")}{(added.Length == 0 ? "" : $"+[{added[0]}]")}";
    }
}
