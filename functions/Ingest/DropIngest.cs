using System.Diagnostics;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Storage;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>
/// Takes one dropped file in. Ledger and rejects are written first, under the name of the reading; the batch's row is written last and alone makes them
/// count. So it may be stopped anywhere and begun again, a trigger may fire twice, and two may read the same file at the same time.
/// </summary>
public sealed class DropIngest(
    StorageConnection storage, SourceMappings mappings, BatchTable batches, BatchRows rows, DropReader reader, Instruments instruments, TimeProvider clock, ILogger<DropIngest> log)
{
    private readonly BlobContainerClient _drops = storage.Blobs.GetBlobContainerClient(StorageNames.Transactions);

    private enum Ending
    {
        /// <summary>A row says what there is to say.</summary>
        Recorded,

        /// <summary>The file, its mapping or its row changed meanwhile, and nothing was recorded.</summary>
        Overtaken,
    }

    /// <summary>
    /// Takes a file in, unless its version was taken in before under the mapping that its source has now. It ends when a row says what became of the file as it lies
    /// there, or when the file is gone.
    /// </summary>
    /// <param name="drop">The file.</param>
    /// <param name="again">Read it whatever a row says of it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task RunAsync(DropName drop, bool again, CancellationToken cancellationToken)
    {
        if (drop.Problem is { } problem)
        {
            await rows.RefuseAsync(drop, problem, cancellationToken).ConfigureAwait(false);
            return;
        }
        while (await TryRunAsync(drop, again, cancellationToken).ConfigureAwait(false) == Ending.Overtaken)
            log.BatchOvertaken(drop);
    }

    private async Task<Ending> TryRunAsync(DropName drop, bool again, CancellationToken cancellationToken)
    {
        BlobClient blob = _drops.GetBlobClient(drop.BlobName);
        BlobProperties properties;
        try
        {
            properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            log.BatchVanished(drop);
            return Ending.Recorded;
        }
        if (drop.IsMarker(properties.ContentLength))
            return Ending.Recorded;
        SourceMapping mapping = await mappings.ReadAsync(drop.Source, cancellationToken).ConfigureAwait(false);
        string version = properties.ETag.ToString();
        BatchRow? counted = await batches.FindAsync(drop.Source, drop.File, refused: false, cancellationToken).ConfigureAwait(false);
        BatchRow? refused = await batches.FindAsync(drop.Source, drop.File, refused: true, cancellationToken).ConfigureAwait(false);
        if (!again && counted?.IsOf(version, mapping.Fingerprint) == true)
        {
            // A refusal that is still recorded is about a content or a mapping that has been taken back.
            if (refused is not null)
                await batches.ForgetRefusedAsync(refused, cancellationToken).ConfigureAwait(false);
            log.BatchUnchanged(drop);
            return Ending.Recorded;
        }
        if (!again && refused?.IsOf(version, mapping.Fingerprint) == true)
        {
            log.BatchUnchanged(drop);
            return Ending.Recorded;
        }
        using Activity? activity = Instruments.Activities.StartActivity("ingest")?.SetTag("source", drop.Source).SetTag("file", drop.File);
        log.BatchStarted(drop, properties.ContentLength);
        long started = clock.GetTimestamp();
        DropReading reading;
        try
        {
            reading = await reader.ReadAsync(
                new BlobContent(blob, drop.File, properties), drop.Source, mapping, BatchRows.BatchId(drop, version, mapping.Fingerprint), cancellationToken).ConfigureAwait(false);
        }
        catch (DropReplacedException)
        {
            return Ending.Overtaken;
        }
        if ((await mappings.ReadAsync(drop.Source, cancellationToken).ConfigureAwait(false)).Fingerprint != mapping.Fingerprint)
        {
            await reader.DiscardAsync(reading, cancellationToken).ConfigureAwait(false);
            return Ending.Overtaken;
        }
        BatchRow row = await rows.OfReadingAsync(reading, drop, mapping, properties, cancellationToken).ConfigureAwait(false);
        if (row.IsRefused)
        {
            if (!await batches.TryCommitAsync(row, refused, cancellationToken).ConfigureAwait(false))
                return Ending.Overtaken;
            instruments.BatchRead(properties.ContentLength, reading.Report.Rows, counts: false);
            log.BatchRefused(drop, row.Status.ToString(), reading.Report.Failure is { Problems: [string problem, ..] } ? LogText.OneLine(problem) : "too many rows are refused");
            return Ending.Recorded;
        }
        if (!again && counted?.ContentHash == row.ContentHash)
        {
            // The same content under the same name and mapping: what was committed stays, and only the version is noted.
            if (!await batches.TryCommitAsync(counted with { BlobETag = version }, counted, cancellationToken).ConfigureAwait(false))
                return Ending.Overtaken;
            await reader.DiscardAsync(reading, cancellationToken).ConfigureAwait(false);
        }
        else if (!await batches.TryCommitAsync(row, counted, cancellationToken).ConfigureAwait(false))
        {
            // The files of this reading are left to the cleaning up: an answer that came late must not cost a committed row its files.
            return Ending.Overtaken;
        }
        if (refused is not null)
            await batches.ForgetRefusedAsync(refused, cancellationToken).ConfigureAwait(false);
        instruments.BatchRead(properties.ContentLength, reading.Report.Rows, counts: true);
        double seconds = clock.GetElapsedTime(started).TotalSeconds;
        RowCounts read = reading.Report.Rows;
        log.BatchCommitted(drop, row.Status.ToString(), read.Read, read.Accepted, read.Rejected, seconds, read.Read / seconds, properties.ContentLength / seconds / 1e6);
        return Ending.Recorded;
    }
}
