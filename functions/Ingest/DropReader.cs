using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Functions.Configuration;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>What came of reading a file once.</summary>
/// <param name="Report">What was read.</param>
/// <param name="Name">What ledger files and rejects of this reading are called by; empty where nothing was written.</param>
internal sealed record DropReading(BatchReport Report, string Name);

/// <summary>
/// Reads a version of a dropped file into the ledger, where nothing counts until a row names it. Each reading writes under a name that is its own, so readings of
/// one file at the same time know nothing of each other.
/// </summary>
public sealed class DropReader(StorageConnection storage, ILedgerStore ledger, AppOptions options, TimeProvider clock)
{
    // A file may take as long as a slow reader needs, and no longer: it holds a place that others wait for. And after a day the cleaning up would take away what
    // is still being written.
    private static readonly TimeSpan LeastTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MostTime = TimeSpan.FromHours(12);
    private const double LeastBytesPerSecond = 1 << 20;

    private readonly IngestOptions _ingest = options.Ingest;
    private readonly BlobContainerClient _rejects = storage.Blobs.GetBlobContainerClient(StorageNames.Rejects);

    /// <summary>A name that no reading has had.</summary>
    internal static string NewReading(string batchId) => $"{batchId}-{Guid.NewGuid():N}";

    /// <summary>Reads the file under a mapping.</summary>
    /// <exception cref="DropReplacedException">The file is not any more what it was.</exception>
    internal async Task<DropReading> ReadAsync(BlobContent content, string source, SourceMapping mapping, string batchId, CancellationToken cancellationToken)
    {
        if (mapping.Problem is { } problem)
            return new DropReading(Refusal(source, content.Name, problem), "");
        string reading = "";
        var request = new BatchRequest
        {
            Content = content,
            Source = source,
            Mapping = mapping.Override,
            OpenSink = (schema, token) => LedgerSink.For(ledger, reading = NewReading(batchId), _ingest)(schema, token),
            // Opened after the sink of the same reading.
            OpenRejects = _ => Task.FromResult(OwnWrite.Create(_rejects.GetBlockBlobClient(BatchRow.RejectsOf(reading)))),
        };
        TimeSpan needed = LeastTime + TimeSpan.FromSeconds(content.Length / LeastBytesPerSecond);
        TimeSpan allowed = needed < MostTime ? needed : MostTime;
        using var overdue = new CancellationTokenSource(allowed, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, overdue.Token);
        try
        {
            BatchReport report = await new BatchIngest(_ingest, clock).RunAsync(request, progress: null, either.Token).ConfigureAwait(false);
            return new DropReading(report, reading);
        }
        catch (OperationCanceledException) when (overdue.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new DropReading(
                Refusal(source, content.Name, FormattableString.Invariant($"reading took longer than {allowed.TotalMinutes:0} minutes, which is more than {content.Length:N0} bytes should need; split the export")), "");
        }
    }

    /// <summary>Removes the ledger files of a reading that was never going to be committed.</summary>
    internal async Task DiscardAsync(DropReading reading, CancellationToken cancellationToken)
    {
        foreach (LedgerContentFile file in reading.Report.LedgerFiles)
            await ledger.DeleteAsync(file.Name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The report of a file that is refused before it is read.</summary>
    internal static BatchReport Refusal(string source, string file, string problem) =>
        new() { Source = source, File = file, Status = BatchStatus.Quarantined, Failure = MappingFailure.Of(problem) };
}
