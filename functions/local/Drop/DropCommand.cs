using System.Globalization;
using Azure.Storage.Blobs;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.LocalHost.Commands;
using ServerlessSeg.LocalHost.Hosting;

namespace ServerlessSeg.LocalHost.Drop;

/// <summary>
/// The whole way in one command, for trying it out and for scripts: uploads files into the drop zone, waits until the blob trigger
/// has read them, requests a run, waits for its snapshot and prints the segments. A client of storage and of the HTTP API, like any other.
/// </summary>
internal sealed class DropCommand(DropArguments arguments, LocalConfiguration configuration, StorageClients storage, LocalHostAddress address, string? key)
{
    /// <summary>How often storage and app are asked.</summary>
    internal static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private const string LeadingScheme = "rfm11";

    private readonly BlobServiceClient _blobs = storage.Blobs();
    private readonly StoredRows _rows = new(storage.Tables(), storage.Blobs());

    /// <summary>Drops the files.</summary>
    /// <returns>The exit code with which the host shall stop, or null to go on serving.</returns>
    public async Task<int?> RunAsync(CancellationToken cancellationToken)
    {
        if (arguments.Files.Count == 0)
            return null;
        using var api = new AppApi(address, key);
        int? failure = arguments.Exit ? 1 : null;
        List<string> batchIds = [];
        var upload = new DropUpload(_blobs, _rows, configuration.TrustsDropZone, arguments.Source);
        foreach (string file in arguments.Files)
        {
            await Console.Out.WriteLineAsync($"Dropping {Path.GetFileName(file)} …".AsMemory(), cancellationToken).ConfigureAwait(false);
            if (await upload.RunAsync(file, cancellationToken).ConfigureAwait(false) is { } batch)
                batchIds.Add(batch);
        }
        List<BatchAnswer> batches = [];
        foreach (string batchId in batchIds)
        {
            BatchAnswer batch = await api.BatchAsync(batchId, cancellationToken).ConfigureAwait(false);
            DropReport.Print(Console.Out, batch);
            batches.Add(batch);
        }
        if (await RunRequestedAsync(api, cancellationToken).ConfigureAwait(false) is not { } run)
            return failure;
        SnapshotId snapshot = await _rows.SnapshotAsync(run, cancellationToken).ConfigureAwait(false);
        DropReport.Print(
            Console.Out,
            await _rows.ManifestAsync(snapshot, cancellationToken).ConfigureAwait(false),
            await _rows.SegmentsAsync(snapshot, LeadingScheme, cancellationToken).ConfigureAwait(false));
        DropReport.PrintAddresses(Console.Out, address);
        return arguments.Exit ? batches.Exists(static batch => batch.IsRefused) ? 1 : 0 : null;
    }

    private async Task<string?> RunRequestedAsync(AppApi api, CancellationToken cancellationToken)
    {
        if ((arguments.AsOf ?? await _rows.LastDayAsync(cancellationToken).ConfigureAwait(false)) is not { } day)
        {
            await Console.Error.WriteLineAsync("Nothing was accepted, so there is nothing to score; see the reports above.".AsMemory(), cancellationToken).ConfigureAwait(false);
            return null;
        }
        string asOf = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        (RunAnswer? run, string? refusal) = await api.StartRunAsync(asOf, cancellationToken).ConfigureAwait(false);
        if (run is null)
        {
            await Console.Error.WriteLineAsync(refusal.AsMemory(), cancellationToken).ConfigureAwait(false);
            return null;
        }
        string origin = arguments.AsOf is null ? " (the last day with a transaction; --as-of chooses another)" : "";
        await Console.Out.WriteLineAsync($"Run {run.Id} as of {asOf}{origin}".AsMemory(), cancellationToken).ConfigureAwait(false);
        while (run.Status is "queued" or "running")
        {
            await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
            run = await api.RunAsync(run.Id, cancellationToken).ConfigureAwait(false);
        }
        if (run.Status == "published")
            return run.Id;
        await Console.Error.WriteLineAsync($"Run {run.Id} failed: {run.Error}".AsMemory(), cancellationToken).ConfigureAwait(false);
        return null;
    }
}
