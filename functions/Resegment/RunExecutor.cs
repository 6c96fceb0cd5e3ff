using System.Diagnostics;
using Azure;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Executes a requested run that nobody else works on. It may be stopped anywhere and begun again: the plan is frozen, every execution writes under an attempt of
/// its own, and a run that has its attempt is only closed.
/// </summary>
public sealed class RunExecutor(
    RunTable runs, RunMessages messages, RunPublication publication, ILedgerStore ledger, ISnapshotStore snapshots, LedgerCompactor compactor, BatchTable batches,
    Retention retention, AttemptCleanup attempts, LedgerCleanup cleanup, AppOptions options, WorkerName worker, Instruments instruments, TimeProvider clock, ILogger<RunExecutor> log)
{
    /// <summary>How often a run is taken up before it is given up: one that ends its process each time would else do so for ever.</summary>
    public const int MostTries = 20;

    /// <summary>Works the run off, unless that was done before or somebody else is at it.</summary>
    public async Task ExecuteAsync(RunId id, CancellationToken cancellationToken)
    {
        using IDisposable patience = StoragePatience.OfWork();
        if (await TakeAsync(id, cancellationToken).ConfigureAwait(false) is not { } claim)
            return;
        using Activity? activity = Instruments.Activities.StartActivity("run")?.SetTag("run", id.ToString());
        if (!await WorkAsync(claim, cancellationToken).ConfigureAwait(false))
            return;
        await retention.ApplyAsync(options.RetainedSnapshots, cancellationToken).ConfigureAwait(false);
        await attempts.RunAsync(cancellationToken).ConfigureAwait(false);
        await cleanup.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Marks a run as given up after the last try of a message, unless somebody works on it by another message.</summary>
    public async Task GiveUpAsync(RunId id, CancellationToken cancellationToken)
    {
        while (await runs.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } row && RunLease.IsWaiting(row, clock.GetUtcNow()))
        {
            if (await runs.TryUpdateAsync(Failed(row, row.Error ?? "Every try was interrupted."), cancellationToken).ConfigureAwait(false))
                return;
        }
    }

    private async Task<RunClaim?> TakeAsync(RunId id, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await runs.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } row)
            {
                log.RunUnknown(id.ToString());
                return null;
            }
            // A failed run waits for somebody to ask for it again; what is left of its messages does not.
            if (row.Status is RunStatus.Published or RunStatus.Dropped or RunStatus.Failed)
                return null;
            if (RunLease.Remaining(row, clock.GetUtcNow()) is var remaining && remaining > TimeSpan.Zero)
            {
                // A new message, since to throw would use up the tries of this one, and to wait would hold the queue.
                await messages.SendAsync(id, remaining + TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
                log.RunHeld(id.ToString(), row.Worker ?? "");
                return null;
            }
            if (row.Tries >= MostTries)
            {
                if (!await runs.TryUpdateAsync(Failed(row, $"It was taken up {row.Tries} times, and each time broke off. {row.Error}".TrimEnd()), cancellationToken).ConfigureAwait(false))
                    continue;
                log.RunGivenUp(id.ToString());
                return null;
            }
            if (row.Status == RunStatus.Running)
                log.RunTakenOver(id.ToString(), row.Worker ?? "");
            if (await RunClaim.TryTakeAsync(runs, row, worker.Value, clock, cancellationToken).ConfigureAwait(false) is { } claim)
                return claim;
        }
    }

    private async Task<bool> WorkAsync(RunClaim claim, CancellationToken cancellationToken)
    {
        string run = claim.Snapshot.Run.ToString();
        await using var progress = new RunProgress(claim, instruments, clock, log);
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, progress.Lost);
            Snapshot snapshot = await publication.FindFinishedAsync(claim.Row, stop.Token).ConfigureAwait(false)
                ?? await WriteAsync(claim, progress, stop.Token).ConfigureAwait(false);
            TimeSpan publishing = progress.Steps.Complete();
            await progress.StopAsync().ConfigureAwait(false);
            RunRow closed = await publication.PublishAsync(claim, snapshot, cancellationToken).ConfigureAwait(false);
            if (snapshot.Id == claim.Snapshot)
                instruments.RunPublished(snapshot.Manifest.Customers, publishing);
            log.RunPublished(run, snapshot.Manifest.Customers, closed.NotLive is null ? run : "another snapshot", clock.GetUtcNow() - claim.Row.StartedAt!.Value, progress.Steps.ToString());
            return true;
        }
        catch (Exception failure)
        {
            await progress.StopAsync().ConfigureAwait(false);
            if (failure is RunLostException || progress.Lost.IsCancellationRequested)
            {
                await LeaveAsync(claim, cancellationToken).ConfigureAwait(false);
                return false;
            }
            await GiveBackAsync(claim, failure).ConfigureAwait(false);
            if (failure is not RunRefusedException)
                throw;
            log.RunRefused(run, failure.Message);
            return false;
        }
    }

    private async Task<Snapshot> WriteAsync(RunClaim claim, RunProgress progress, CancellationToken cancellationToken)
    {
        await compactor.RunAsync(cancellationToken).ConfigureAwait(false);
        RunPlan plan = await PlanAsync(claim.Row, cancellationToken).ConfigureAwait(false);
        log.RunStarted(claim.Snapshot.Run.ToString(), plan.Files.Count, plan.Rows);
        return new Snapshot(claim.Snapshot, await ResegmentationRun.ExecuteAsync(claim.Snapshot, plan, ledger, snapshots, progress, cancellationToken).ConfigureAwait(false));
    }

    // The plan's batches are read where their rows lie after the compaction. If one of them was replaced since, all are read where they
    // lay when the run was planned: those files stay for a day at least.
    private async Task<RunPlan> PlanAsync(RunRow row, CancellationToken cancellationToken)
    {
        RunPlan plan = await runs.PlanAsync(row, cancellationToken).ConfigureAwait(false);
        HashSet<string> planned = [.. plan.Files.Select(static file => file.BatchId)];
        LedgerFile[] files =
        [
            .. (await batches.ListAsync(cancellationToken).ConfigureAwait(false)).Where(static batch => !batch.IsRefused)
                .SelectMany(static batch => batch.LedgerFiles).Where(file => planned.Contains(file.BatchId))
                .OrderBy(static file => file.Name, StringComparer.Ordinal),
        ];
        if (files.Sum(static file => file.Rows) != plan.Rows || plan.Files.ToHashSet().SetEquals(files))
            return plan;
        await runs.RenewFilesAsync(row, files, cancellationToken).ConfigureAwait(false);
        return plan with { Files = files };
    }

    // What was written under a claim that is lost is nobody's, unless the row names it: then the other found it and closes the run with it.
    private async Task LeaveAsync(RunClaim claim, CancellationToken cancellationToken)
    {
        log.RunLost(claim.Snapshot.Run.ToString());
        RunRow? row = await runs.FindAsync(claim.Snapshot.Run, cancellationToken).ConfigureAwait(false);
        if (row?.Attempt != claim.Snapshot.Attempt)
            await snapshots.DropAsync(claim.Snapshot, cancellationToken).ConfigureAwait(false);
    }

    // The queue tries again; meanwhile the row says what went wrong. That it cannot be written must not hide what went wrong first: the claim
    // then runs out by itself.
    private async Task GiveBackAsync(RunClaim claim, Exception failure)
    {
        try
        {
            await claim.ReleaseAsync(
                row => failure switch
                {
                    RunRefusedException => Failed(row, failure.Message),
                    OperationCanceledException => row with { Status = RunStatus.Queued, QueuedAt = clock.GetUtcNow() },
                    _ => row with { Status = RunStatus.Queued, QueuedAt = clock.GetUtcNow(), Error = Describe(failure) },
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception second) when (second is RequestFailedException or RunLostException)
        {
            log.RunNotGivenBack(claim.Snapshot.Run.ToString(), Describe(failure), Describe(second));
        }
    }

    private RunRow Failed(RunRow row, string error) =>
        row with { Status = RunStatus.Failed, Error = error, FinishedAt = clock.GetUtcNow(), Claim = null, Heartbeat = null };

    private static string Describe(Exception failure) => failure is RequestFailedException fault ? StorageFault.Describe(fault) : failure.Message;
}
