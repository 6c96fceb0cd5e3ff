using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Makes the rows of batches: of files that were read, of names that are refused, and of readings that failed.</summary>
public sealed class BatchRows(StorageConnection storage, SourceMappings mappings, BatchTable batches, BatchReports reports, AppOptions options, TimeProvider clock, ILogger<BatchRows> log)
{
    private readonly CalendarDays _calendar = new(TimeZoneInfo.FindSystemTimeZoneById(options.Resegmentation.TimeZone));
    private readonly BlobContainerClient _drops = storage.Blobs.GetBlobContainerClient(StorageNames.Transactions);

    /// <summary>The same for every reading of one version of a file under one mapping, and different for any other.</summary>
    public static string BatchId(DropName drop, string version, string mapping) =>
        XxHash64.HashToUInt64(Encoding.UTF8.GetBytes($"{drop.Source}\n{drop.File}\n{version}\n{mapping}")).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The row of a file that was read; nothing is committed yet.</summary>
    internal async Task<BatchRow> OfReadingAsync(DropReading reading, DropName drop, SourceMapping mapping, BlobProperties properties, CancellationToken cancellationToken)
    {
        BatchReport report = reading.Report;
        BatchRow row = New(drop, properties.ETag.ToString(), mapping.Fingerprint, properties.LastModified) with
        {
            Reading = reading.Name,
            Status = report.Status == BatchStatus.Ready ? BatchStatus.Committed : report.Status,
            ContentHash = mapping.Fingerprint.Length == 0 ? report.ContentHash ?? "" : $"{report.ContentHash}+{mapping.Fingerprint}",
            FirstDay = report.First is { } first ? CalendarDays.ToDate(_calendar.Of(Micros(first))) : null,
            LastDay = report.Last is { } last ? CalendarDays.ToDate(_calendar.Of(Micros(last))) : null,
        };
        bool replaces = mapping.Override?.LaterOrderReplaces ?? false;
        long order = properties.LastModified.ToUnixTimeMilliseconds();
        row = row with { LedgerFiles = [.. report.LedgerFiles.Select(written => new LedgerFile(written.Name, drop.Source, row.BatchId, order, written.Rows, replaces))] };
        return await reports.WithReportAsync(row, report with { BatchId = row.BatchId }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Records that a file is not taken in, for what it is called or for what it says.</summary>
    public async Task RefuseAsync(DropName drop, string problem, CancellationToken cancellationToken)
    {
        // What a refused name means is not asked of storage, where it may mean another file: so the row is of no version.
        BatchRow row = New(drop, "", "", clock.GetUtcNow()) with { Status = BatchStatus.Quarantined };
        row = await reports.WithReportAsync(row, DropReader.Refusal(drop.Source, drop.File, problem) with { BatchId = row.BatchId }, cancellationToken).ConfigureAwait(false);
        // Somebody else may record the same at the same time, since events come twice: whoever is last says it again.
        while (!await batches.TryCommitAsync(row, await batches.FindAsync(drop.Source, drop.File, refused: true, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false))
            cancellationToken.ThrowIfCancellationRequested();
        log.BatchRefused(drop, nameof(BatchStatus.Quarantined), LogText.OneLine(problem));
    }

    /// <summary>
    /// Records that reading a file failed, for a reason that does not lie in the file; what the name held before goes on counting. Null where there is nothing to
    /// record: the file is gone, or a row says already what became of it.
    /// </summary>
    /// <param name="drop">The file.</param>
    /// <param name="reason">What went wrong.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<BatchRow?> RecordFailureAsync(DropName drop, string reason, CancellationToken cancellationToken)
    {
        BlobProperties properties;
        try
        {
            properties = await _drops.GetBlobClient(drop.BlobName).GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return null;
        }
        string version = properties.ETag.ToString();
        string mapping = (await mappings.ReadAsync(drop.Source, cancellationToken).ConfigureAwait(false)).Fingerprint;
        BatchRow? before = await batches.FindAsync(drop.Source, drop.File, refused: true, cancellationToken).ConfigureAwait(false);
        BatchRow? counted = await batches.FindAsync(drop.Source, drop.File, refused: false, cancellationToken).ConfigureAwait(false);
        bool failedBefore = before is { Status: BatchStatus.Failed } && before.IsOf(version, mapping);
        if (counted?.IsOf(version, mapping) == true || (!failedBefore && before?.IsOf(version, mapping) == true))
            return null;
        int tries = failedBefore ? before!.FailedTries + 1 : 1;
        BatchRow row = New(drop, version, mapping, properties.LastModified) with { Status = BatchStatus.Failed, FailedTries = tries };
        string problem = string.Create(
            CultureInfo.InvariantCulture,
            $"reading failed, {(tries == 1 ? "once" : $"{tries} times")} so far: {LogText.OneLine(reason)}; it is tried again by itself, and at once by POST /api/batches/{row.BatchId}/retry");
        var report = new BatchReport { BatchId = row.BatchId, Source = drop.Source, File = drop.File, Status = BatchStatus.Failed, Failure = MappingFailure.Of(problem) };
        row = await reports.WithReportAsync(row, report, cancellationToken).ConfigureAwait(false);
        return await batches.TryCommitAsync(row, before, cancellationToken).ConfigureAwait(false) ? row : null;
    }

    private BatchRow New(DropName drop, string version, string mapping, DateTimeOffset droppedAt) => new()
    {
        Source = drop.Source,
        File = drop.File,
        BatchId = BatchId(drop, version, mapping),
        Status = BatchStatus.Quarantined,
        ContentHash = "",
        Mapping = mapping,
        DroppedAt = droppedAt,
        BlobETag = version,
        RecordedAt = clock.GetUtcNow(),
        LedgerFiles = [],
        Report = "",
    };

    private static long Micros(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
