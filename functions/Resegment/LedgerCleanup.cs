using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Resegment;

/// <summary>
/// Removes ledger and rejects files that no batch names: those of replaced and of compacted batches, and those of readings that were cut
/// short. A file goes a day after it was first seen to be named by nobody: that leaves alone what is being written now, and what
/// a run may still read that was planned before.
/// </summary>
public sealed class LedgerCleanup(StorageConnection storage, BatchTable batches, RunTable runs, TimeProvider clock, ILogger<LedgerCleanup> log)
{
    private const string SeenFile = "unnamed.json";

    private readonly BlobClient _seen = storage.Blobs.GetBlobContainerClient(StorageNames.Plans).GetBlobClient(SeenFile);

    /// <summary>How long a file stays after it was first seen to be named by nobody.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromDays(1);

    /// <summary>Removes what has not been named for long enough, and notes what is not named any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Listed before the rows are read: a file that is committed in between is then among the rows.
        List<(string Container, string Name)> all =
        [
            .. await ListAsync(StorageNames.Ledger, cancellationToken).ConfigureAwait(false),
            .. await ListAsync(StorageNames.Rejects, cancellationToken).ConfigureAwait(false),
        ];
        HashSet<(string, string)> named = await NamedAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<string, DateTimeOffset> before = await SeenAsync(cancellationToken).ConfigureAwait(false);
        SortedDictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);
        DateTimeOffset now = clock.GetUtcNow();
        int removed = 0;
        foreach ((string container, string name) in all.Where(file => !named.Contains(file)))
        {
            string path = $"{container}/{name}";
            if (before.TryGetValue(path, out DateTimeOffset since) && now - since >= Grace)
            {
                await storage.Blobs.GetBlobContainerClient(container).DeleteBlobIfExistsAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false);
                removed++;
            }
            else
            {
                seen[path] = before.TryGetValue(path, out since) ? since : now;
            }
        }
        // Written last, and lost without harm: what is not noted is noted by the next run.
        if (seen.Count > 0 || before.Count > 0)
            await _seen.UploadAsync(BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(seen, UnnamedJson.Default.SortedDictionaryStringDateTimeOffset)), overwrite: true, cancellationToken).ConfigureAwait(false);
        if (removed > 0)
            log.LedgerCleaned(removed);
    }

    private async Task<IReadOnlyDictionary<string, DateTimeOffset>> SeenAsync(CancellationToken cancellationToken)
    {
        try
        {
            Response<BlobDownloadResult> content = await _seen.DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(content.Value.Content.ToMemory().Span, UnnamedJson.Default.SortedDictionaryStringDateTimeOffset) ?? [];
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return new Dictionary<string, DateTimeOffset>();
        }
    }

    private async Task<List<(string Container, string Name)>> ListAsync(string container, CancellationToken cancellationToken)
    {
        List<(string, string)> files = [];
        await foreach (BlobItem blob in storage.Blobs.GetBlobContainerClient(container)
            .GetBlobsAsync(BlobTraits.None, BlobStates.None, null, cancellationToken).ConfigureAwait(false))
        {
            files.Add((container, blob.Name));
        }
        return files;
    }

    private async Task<HashSet<(string, string)>> NamedAsync(CancellationToken cancellationToken)
    {
        HashSet<(string, string)> named = [];
        foreach (BatchRow row in await batches.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (row.RejectsName is { } rejects)
                named.Add((StorageNames.Rejects, rejects));
            if (row.IsReportShortened)
                named.Add((StorageNames.Rejects, row.ReportName));
            named.UnionWith(row.LedgerFiles.Select(static file => (StorageNames.Ledger, file.Name)));
        }
        foreach (RunRow run in await runs.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (run.Status is not (RunStatus.Queued or RunStatus.Running))
                continue;
            RunPlan plan = await runs.PlanAsync(run, cancellationToken).ConfigureAwait(false);
            named.UnionWith(plan.Files.Select(static file => (StorageNames.Ledger, file.Name)));
        }
        return named;
    }
}

/// <summary>When each file was first seen to be named by nobody.</summary>
[JsonSerializable(typeof(SortedDictionary<string, DateTimeOffset>))]
internal sealed partial class UnnamedJson : JsonSerializerContext;
