using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Drop;
using ServerlessSeg.Functions.Lookup;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.LocalRuntime;

[assembly: LocalCommand(typeof(DropCommand))]

namespace ServerlessSeg.Functions.Drop;

/// <summary>
/// The whole way in one command, for trying it out and for scripts: uploads files into the drop zone, waits until the blob trigger
/// has read them, requests a run, waits for its snapshot and prints the segments. Part of the local build only.
/// </summary>
public sealed class DropCommand : ILocalCommand
{
    internal static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private DropArguments _arguments = DropArguments.None;

    /// <inheritdoc />
    public bool TryParse(IReadOnlyList<string> arguments, [NotNullWhen(false)] out string? problem)
    {
        problem = DropArguments.TryParse(arguments, out _arguments);
        return problem is null;
    }

    /// <inheritdoc />
    public LocalCommandNeeds Needs => _arguments.Preview is null ? LocalCommandNeeds.Host : DropPreview.NeedsOf(_arguments);

    /// <inheritdoc />
    public async Task<int?> RunAsync(IServiceProvider services, LocalHostAddress address, CancellationToken cancellationToken)
    {
        if (_arguments.Preview is not null)
            return await DropPreview.RunAsync(services, _arguments, cancellationToken).ConfigureAwait(false);
        if (_arguments.Files.Count == 0)
            return null;
        int? failure = _arguments.Exit ? 1 : null;
        List<BatchRow> batches = [];
        var upload = new DropUpload(services, _arguments.Source);
        foreach (string file in _arguments.Files)
        {
            await Console.Out.WriteLineAsync($"Dropping {Path.GetFileName(file)} …".AsMemory(), cancellationToken).ConfigureAwait(false);
            if (await upload.RunAsync(file, cancellationToken).ConfigureAwait(false) is { } batch)
                batches.Add(batch);
        }
        foreach (BatchRow batch in batches)
            DropReport.Print(Console.Out, batch);
        if (await RunRequestedAsync(services, cancellationToken).ConfigureAwait(false) is not { } run)
            return failure;
        await PrintSegmentsAsync(services, run, address, cancellationToken).ConfigureAwait(false);
        return _arguments.Exit ? batches.Exists(static batch => batch.IsRefused) ? 1 : 0 : null;
    }

    private async Task<RunRow?> RunRequestedAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        IReadOnlyList<BatchRow> batches = await services.GetRequiredService<BatchTable>().ListAsync(cancellationToken).ConfigureAwait(false);
        if ((_arguments.AsOf ?? BatchCatalogue.LastDay(batches)) is not { } asOf)
        {
            await Console.Error.WriteLineAsync("Nothing was accepted, so there is nothing to score; see the reports above.".AsMemory(), cancellationToken).ConfigureAwait(false);
            return null;
        }
        RunRow run;
        try
        {
            run = await services.GetRequiredService<RunRequests>().RequestAsync(asOf, "drop", cancellationToken).ConfigureAwait(false);
        }
        catch (RunRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message.AsMemory(), cancellationToken).ConfigureAwait(false);
            return null;
        }
        string origin = _arguments.AsOf is null ? " (the last day with a transaction; --as-of chooses another)" : "";
        await Console.Out.WriteLineAsync($"Run {run.Id} as of {asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{origin}".AsMemory(), cancellationToken).ConfigureAwait(false);
        RunTable runs = services.GetRequiredService<RunTable>();
        while (run.Status is RunStatus.Queued or RunStatus.Running)
        {
            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
            run = await runs.FindAsync(run.Id, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The row of run {run.Id} is gone.");
        }
        if (run.Status == RunStatus.Published)
            return run;
        await Console.Error.WriteLineAsync($"Run {run.Id} failed: {run.Error}".AsMemory(), cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static async Task PrintSegmentsAsync(IServiceProvider services, RunRow run, LocalHostAddress address, CancellationToken cancellationToken)
    {
        SnapshotManifest manifest = await services.GetRequiredService<ISnapshotStore>().ReadManifestAsync(run.Id, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"Snapshot {run.Id} has no manifest.");
        IReadOnlyList<SegmentTotal> segments = await services.GetRequiredService<SegmentTable>()
            .ReadAsync(run.Id, SegmentAdvice.LeadingScheme, cancellationToken).ConfigureAwait(false);
        DropReport.Print(Console.Out, manifest, segments);
        DropReport.PrintAddresses(Console.Out, address);
    }
}
