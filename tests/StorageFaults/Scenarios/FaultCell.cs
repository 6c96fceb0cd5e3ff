using System.Globalization;
using ServerlessSeg.StorageFaults.Proxy;

namespace ServerlessSeg.StorageFaults.Scenarios;

/// <summary>One write of a scenario, and one fault of it.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Write">The write as the undisturbed scenario has it.</param>
/// <param name="Kind">The fault.</param>
public sealed record FaultCell(Scenario Scenario, StorageRequest Write, FaultKind Kind)
{
    /// <summary>The faults that every write is tried with.</summary>
    public static IReadOnlyList<FaultKind> Kinds { get; } = [FaultKind.LostReply, FaultKind.Doubled, FaultKind.Cut, FaultKind.Unavailable, FaultKind.ConditionNotMet];

    /// <summary>Every write of an undisturbed scenario with every fault.</summary>
    public static IEnumerable<FaultCell> Of(Scenario scenario, ScenarioOutcome undisturbed)
    {
        ArgumentNullException.ThrowIfNull(undisturbed);
        return undisturbed.Requests.Where(static request => request.IsWrite).SelectMany(write => Kinds.Select(kind => new FaultCell(scenario, write, kind)));
    }

    /// <summary>
    /// Plays it. The complaint is null where the end is that of the undisturbed; <c>Came</c> is false where the write was not made this time,
    /// which happens with those that depend on the time, as of progress.
    /// </summary>
    public async Task<(bool Came, string? Complaint)> PlayAsync(ScenarioRunner runner, ScenarioOutcome undisturbed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runner);
        var plan = new FaultAtFirst(request => request.Kind == Write.Kind && request.Occurrence == Write.Occurrence, Kind);
        ScenarioOutcome outcome = await runner.PlayAsync(Scenario, plan, null, cancellationToken).ConfigureAwait(false);
        return (plan.Hit is not null, outcome.Complaint(undisturbed));
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scenario.Name}: {Write.Kind} #{Write.Occurrence} {Kind}");
}
