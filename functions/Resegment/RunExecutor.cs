using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>Executes a requested run. It may be stopped anywhere and begun again: the plan is frozen and every step writes the same content again.</summary>
public sealed class RunExecutor(
    RunTable runs, ILedgerStore ledger, ISnapshotStore snapshots, LedgerCompactor compactor, BatchTable batches, Retention retention, LedgerCleanup cleanup, AppOptions options,
    Instruments instruments, TimeProvider clock, ILogger<RunExecutor> log)
{
    /// <summary>Works the run off, unless that was done before.</summary>
    public async Task ExecuteAsync(RunId id, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            log.RunUnknown(id.ToString());
            return;
        }
        if (row.Status is RunStatus.Published or RunStatus.Dropped)
            return;
        row = row with { Status = RunStatus.Running, StartedAt = clock.GetUtcNow(), FinishedAt = null, Error = null };
        await runs.UpdateAsync(row, cancellationToken).ConfigureAwait(false);
        using Activity? activity = Instruments.Activities.StartActivity("run")?.SetTag("run", id.ToString());
        await compactor.RunAsync(cancellationToken).ConfigureAwait(false);
        RunPlan plan = await PlanAsync(row, cancellationToken).ConfigureAwait(false);
        log.RunStarted(id.ToString(), plan.Files.Count, plan.Rows);
        await using var progress = new RunProgress(runs, row, instruments, clock, log);
        try
        {
            SnapshotManifest manifest = await ResegmentationRun.ExecuteAsync(id, plan, ledger, snapshots, progress, cancellationToken).ConfigureAwait(false);
            RunId live = await snapshots.MakeLiveAsync(id, cancellationToken).ConfigureAwait(false);
            instruments.RunPublished(manifest.Customers, progress.Steps.Complete());
            await progress.StopAsync().ConfigureAwait(false);
            await runs.UpdateAsync(
                row with { Status = RunStatus.Published, Step = RunStep.Publish, FinishedAt = clock.GetUtcNow(), Customers = manifest.Customers },
                cancellationToken).ConfigureAwait(false);
            log.RunPublished(id.ToString(), manifest.Customers, live.ToString(), clock.GetUtcNow() - row.StartedAt!.Value, progress.Steps.ToString());
        }
        catch (RunRefusedException refused)
        {
            await progress.StopAsync().ConfigureAwait(false);
            log.RunRefused(id.ToString(), refused.Message);
            await runs.UpdateAsync(row with { Status = RunStatus.Failed, Error = refused.Message, FinishedAt = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
            return;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The queue tries again; meanwhile the row says what went wrong.
            await progress.StopAsync().ConfigureAwait(false);
            await runs.UpdateAsync(row with { Error = failure.Message }, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        await retention.ApplyAsync(options.RetainedSnapshots, cancellationToken).ConfigureAwait(false);
        await cleanup.RunAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>Marks a run as given up after its last try.</summary>
    public async Task GiveUpAsync(RunId id, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(id, cancellationToken).ConfigureAwait(false) is { Status: RunStatus.Queued or RunStatus.Running } row)
            await runs.UpdateAsync(row with { Status = RunStatus.Failed, Error = row.Error ?? "Every try was interrupted.", FinishedAt = clock.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
    }
}
