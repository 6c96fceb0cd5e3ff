using System.Diagnostics;
using System.Globalization;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.StorageFaults.Proxy;
using ServerlessSeg.StorageFaults.Scenarios;

namespace ServerlessSeg.Benchmarks.Faults;

/// <summary>Outages in real time and with the waits of the app as it is deployed: storage is away in the middle of a scenario, or disturbs a share of all requests.</summary>
internal static class OutageCommand
{
    private static readonly string[] Usual = ["ingest", "run"];

    /// <summary>Returns 0 when every end was that of the undisturbed scenario and nothing was given up.</summary>
    /// <param name="only">The scenario; null for an ingest and a run.</param>
    /// <param name="seconds">How long storage is away.</param>
    /// <param name="percent">How many of a hundred requests are disturbed instead; 0 for none.</param>
    /// <param name="seed">Chooses those.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<int> RunAsync(string? only, int seconds, int percent, int seed, CancellationToken cancellationToken)
    {
        await using var runner = new ScenarioRunner();
        int wrong = 0;
        foreach (Scenario scenario in FaultsCommand.Scenarios(only).Where(scenario => only is not null || Usual.Contains(scenario.Name)))
        {
            ScenarioOutcome undisturbed = await runner.PlayAsync(scenario, null, null, cancellationToken).ConfigureAwait(false);
            int writes = undisturbed.Requests.Count(static request => request.IsWrite);
            IFaultPlan plan = percent > 0
                ? new ShareOfRequests(percent / 100.0, seed, FaultKind.LostReply, FaultKind.Doubled, FaultKind.Cut, FaultKind.CutReply, FaultKind.Unavailable)
                : new OutageInTime(writes / 2, TimeSpan.FromSeconds(seconds), TimeProvider.System);
            long started = Stopwatch.GetTimestamp();
            ScenarioOutcome outcome = await runner.PlayAsync(scenario, plan, new StorageOptions(), cancellationToken).ConfigureAwait(false);
            string? complaint = outcome.Complaint(undisturbed);
            wrong += complaint is null ? 0 : 1;
            string what = percent > 0 ? $"{percent} % of requests disturbed" : $"storage away for {seconds} s from write {writes / 2} of {writes} on";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scenario.Name}: {what}; {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s, {outcome.Requests.Count} requests, {outcome.Failures.Count} failed calls: {complaint ?? "right"}"));
            foreach (string failure in outcome.Failures)
                Console.WriteLine("  " + failure);
        }
        return wrong == 0 ? 0 : 1;
    }
}
