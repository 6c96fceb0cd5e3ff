using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>
/// Takes one dropped file in. Ledger and rejects are written first, under names made from the blob's version; the batch's row is
/// written last and alone makes them count. So it may be stopped anywhere and begun again, and a trigger may fire twice.
/// </summary>
public sealed class DropIngest(
    StorageConnection storage, SourceMappings mappings, BatchTable batches, ILedgerStore ledger, AppOptions options,
    Instruments instruments, TimeProvider clock, ILogger<DropIngest> log)
{
    private readonly IngestOptions _ingest = new() { TimeZone = options.Resegmentation.TimeZone, MaxRejectRate = options.MaximumRejectRate };
    private readonly BlobContainerClient _rejects = storage.Blobs.GetBlobContainerClient(StorageNames.Rejects);

    /// <summary>Name of a batch's refused rows in their container.</summary>
    public static string RejectsName(string batchId) => batchId + ".csv";

    /// <summary>Takes a blob in, unless this version of it was taken in before under the mapping that its source has now.</summary>
    public async Task RunAsync(BlobClient blob, string source, string file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        while (!await TryRunAsync(blob, source, file, cancellationToken).ConfigureAwait(false))
            log.MappingReplaced(source, file);
    }

    /// <summary>Takes the blob in; false when the mapping was replaced meanwhile, and nothing was committed.</summary>
    private async Task<bool> TryRunAsync(BlobClient blob, string source, string file, CancellationToken cancellationToken)
    {
        BlobProperties properties;
        try
        {
            properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            log.BatchVanished(source, file);
            return true;
        }
        SourceMapping mapping = await mappings.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        string version = properties.ETag.ToString();
        BatchRow? counted = await batches.FindAsync(source, file, refused: false, cancellationToken).ConfigureAwait(false);
        BatchRow? refused = await batches.FindAsync(source, file, refused: true, cancellationToken).ConfigureAwait(false);
        if (IsOf(counted, version, mapping))
        {
            // A refusal that is still recorded is about a content or a mapping that has been taken back.
            if (refused is not null)
                await batches.ForgetRefusedAsync(source, file, cancellationToken).ConfigureAwait(false);
            log.BatchUnchanged(source, file);
            return true;
        }
        if (IsOf(refused, version, mapping))
        {
            log.BatchUnchanged(source, file);
            return true;
        }
        using Activity? activity = Instruments.Activities.StartActivity("ingest")?.SetTag("source", source).SetTag("file", file);
        log.BatchStarted(source, file, properties.ContentLength);
        long started = clock.GetTimestamp();
        BatchReport report;
        string batchId = BatchId(source, file, version, mapping.Fingerprint);
        try
        {
            report = await ReadAsync(new BlobContent(blob, file, properties), source, mapping, batchId, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException overtaken) when (overtaken.Status == 412)
        {
            log.BatchOvertaken(source, file);
            return true;
        }
        if ((await mappings.ReadAsync(source, cancellationToken).ConfigureAwait(false)).Fingerprint != mapping.Fingerprint)
        {
            foreach (LedgerContentFile written in report.LedgerFiles)
                await ledger.DeleteAsync(written.Name, cancellationToken).ConfigureAwait(false);
            return false;
        }
        BatchRow row = ToRow(report, source, file, batchId, mapping, properties);
        instruments.BatchRead(properties.ContentLength, report.Rows, counts: !row.IsRefused);
        if (row.IsRefused)
        {
            await CommitAsync(row, refused, cancellationToken).ConfigureAwait(false);
            log.BatchRefused(source, file, row.Status.ToString(), report.Failure is { Problems: [string problem, ..] } ? problem : "too many rows are refused");
            return true;
        }
        if (counted is not null && counted.ContentHash == row.ContentHash)
        {
            // The same content under the same name and mapping: what was committed stays, and only the version is noted.
            await CommitAsync(counted with { BlobETag = version }, counted, cancellationToken).ConfigureAwait(false);
            foreach (LedgerFile written in row.LedgerFiles)
                await ledger.DeleteAsync(written.Name, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await CommitAsync(row, counted, cancellationToken).ConfigureAwait(false);
        }
        if (refused is not null)
            await batches.ForgetRefusedAsync(source, file, cancellationToken).ConfigureAwait(false);
        double seconds = clock.GetElapsedTime(started).TotalSeconds;
        log.BatchCommitted(
            source, file, row.Status.ToString(), report.Rows.Read, report.Rows.Accepted, report.Rows.Rejected,
            seconds, report.Rows.Read / seconds, properties.ContentLength / seconds / 1e6);
        return true;
    }

    private static bool IsOf(BatchRow? row, string version, SourceMapping mapping) => row?.BlobETag == version && row.Mapping == mapping.Fingerprint;

    private async Task<BatchReport> ReadAsync(BlobContent content, string source, SourceMapping mapping, string batchId, CancellationToken cancellationToken)
    {
        if (mapping.Problem is { } problem)
            return new BatchReport { Source = source, File = content.Name, Status = BatchStatus.Quarantined, Failure = MappingFailure.Of(problem) };
        var request = new BatchRequest
        {
            Content = content,
            Source = source,
            Mapping = mapping.Override,
            OpenSink = LedgerSink.For(ledger, batchId, _ingest),
            OpenRejects = token => _rejects.GetBlockBlobClient(RejectsName(batchId)).OpenWriteAsync(overwrite: true, cancellationToken: token),
        };
        return await new BatchIngest(_ingest, clock).RunAsync(request, progress: null, cancellationToken).ConfigureAwait(false);
    }

    private async Task CommitAsync(BatchRow row, BatchRow? before, CancellationToken cancellationToken)
    {
        // Somebody else committed this file in between: begin again with what is there now, which the trigger does when this throws.
        if (!await batches.TryCommitAsync(row, before, cancellationToken).ConfigureAwait(false))
            throw new InvalidOperationException($"Batch {row.Source}/{row.File} was committed by another reader at the same time; it is read again.");
    }

    private BatchRow ToRow(BatchReport report, string source, string file, string batchId, SourceMapping mapping, BlobProperties properties)
    {
        bool replaces = mapping.Override?.LaterOrderReplaces ?? false;
        long order = properties.LastModified.ToUnixTimeMilliseconds();
        var calendar = new CalendarDays(TimeZoneInfo.FindSystemTimeZoneById(options.Resegmentation.TimeZone));
        return new BatchRow
        {
            Source = source,
            File = file,
            BatchId = batchId,
            Status = report.Status == BatchStatus.Ready ? BatchStatus.Committed : report.Status,
            ContentHash = mapping.Fingerprint.Length == 0 ? report.ContentHash ?? "" : $"{report.ContentHash}+{mapping.Fingerprint}",
            Mapping = mapping.Fingerprint,
            DroppedAt = properties.LastModified,
            BlobETag = properties.ETag.ToString(),
            LedgerFiles = [.. report.LedgerFiles.Select(written => new LedgerFile(written.Name, source, batchId, order, written.Rows, replaces))],
            Report = (report with { BatchId = batchId }).ToJson(),
            FirstDay = report.First is { } first ? CalendarDays.ToDate(calendar.Of(Micros(first))) : null,
            LastDay = report.Last is { } last ? CalendarDays.ToDate(calendar.Of(Micros(last))) : null,
        };
    }

    private static long Micros(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The same for every reading of one version of a file under one mapping, and different for any other.</summary>
    private static string BatchId(string source, string file, string version, string mapping) =>
        XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{source}\n{file}\n{version}\n{mapping}")).ToString("x16", CultureInfo.InvariantCulture);
}
