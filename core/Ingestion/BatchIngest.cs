using ServerlessSeg.Core.Ingestion.Content;
using ServerlessSeg.Core.Ingestion.Csv;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Parquet;
using ServerlessSeg.Core.Ingestion.Reporting;
using ServerlessSeg.Core.Ingestion.Rows;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>How far an ingest has come.</summary>
/// <param name="BytesRead">Bytes of the dropped file read so far.</param>
/// <param name="TotalBytes">Bytes of the dropped file.</param>
/// <param name="Rows">Rows checked so far.</param>
public readonly record struct IngestProgress(long BytesRead, long TotalBytes, long Rows);

/// <summary>One dropped file to be ingested, and where its rows and rejects go.</summary>
public sealed record BatchRequest
{
    /// <summary>The file.</summary>
    public required DroppedContent Content { get; init; }

    /// <summary>Folder of the drop zone.</summary>
    public required string Source { get; init; }

    /// <summary>What <c>mapping.json</c> says, if there is one.</summary>
    public MappingOverride? Mapping { get; init; }

    /// <summary>Opens a sink for a reading with that mapping. Called again when a reading is given up and begun anew.</summary>
    public required Func<SchemaMapping, CancellationToken, ValueTask<ITransactionSink>> OpenSink { get; init; }

    /// <summary>Opens the rejects file. Called again when a reading is begun anew; what is written later replaces what was written before.</summary>
    public required Func<CancellationToken, Task<Stream>> OpenRejects { get; init; }
}

/// <summary>
/// Ingests one dropped file: finds out how it is written, checks every row, and reports. Conventions that only the whole file
/// can tell (order of day and month, decimal sign, ids that lost their form) are assumed from the beginning and
/// verified by every row; when a row contradicts them the file is read again.
/// </summary>
/// <param name="options">Limits and resources.</param>
/// <param name="clock">Tells when a batch starts, and so which dates lie in the future.</param>
public sealed class BatchIngest(IngestOptions options, TimeProvider clock)
{
    private const int ChunksAheadOfEachWorker = 4;

    /// <summary>Ingests the file. Content that cannot be read never throws: the report says what is wrong.</summary>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    public async Task<BatchReport> RunAsync(BatchRequest request, IProgress<IngestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        options.Validate();
        DateTimeOffset latest = clock.GetUtcNow() + options.FutureTolerance;
        var known = default(FileEvidence);
        while (true)
        {
            OpenedContent opened = await OpenedContent.OpenAsync(request.Content, isWhole: true, options.MaxExpandedBytes, cancellationToken).ConfigureAwait(false);
            await using (opened.ConfigureAwait(false))
            {
                try
                {
                    Reading reading = await ReadAsync(request, opened, known, latest, progress, cancellationToken).ConfigureAwait(false);
                    known = reading.Known;
                    if (reading.Report is { } report)
                        return report with { ContentHash = await opened.FinishAsync(cancellationToken).ConfigureAwait(false), Bytes = request.Content.Length };
                }
                catch (Exception wrong) when (wrong is ParquetFormatException or ContentLimitException)
                {
                    return Quarantine(request, MappingFailure.Of(wrong.Message));
                }
                catch (Exception damaged) when (OpenedContent.IsDamage(damaged))
                {
                    return Quarantine(request, MappingFailure.Of(OpenedContent.DamageOf(damaged)));
                }
            }
        }
    }

    /// <summary>Reads once; no report when the file has to be read again under what is known now.</summary>
    private async Task<Reading> ReadAsync(
        BatchRequest request, OpenedContent opened, FileEvidence known, DateTimeOffset latest, IProgress<IngestProgress>? progress, CancellationToken cancellationToken)
    {
        Task compiled = HotLoops.CompileAsync(opened.IsParquet);
        FileLayout layout = opened.IsParquet
            ? await ParquetLayout.FindAsync(request.Content, request.Mapping, cancellationToken).ConfigureAwait(false)
            : await TextLayout.FindAsync(opened, request.Mapping, options, cancellationToken).ConfigureAwait(false);
        if (layout.Mapping is null)
            return new Reading(Quarantine(request, layout.Failure!), known);
        known |= layout.Mapping.Evidence;
        SchemaMapping mapping = layout.Mapping with { Conventions = known.Conclude(layout.Mapping.Given) };
        ITransactionSink sink = await request.OpenSink(mapping, cancellationToken).ConfigureAwait(false);
        await using (sink.ConfigureAwait(false))
        {
            RowsRead read = await CheckRowsAsync(request, opened, layout, mapping, known, sink, latest, progress, cancellationToken).ConfigureAwait(false);
            await compiled.ConfigureAwait(false);
            known = read.Evidence;
            if (FileQuestion.Of(known, mapping, layout, read.AreAll ? read.Tally : null) is { } question)
                return new Reading(Quarantine(request, question), known);
            if (!read.AreAll || known.Conclude(mapping.Given) != mapping.Conventions)
                return new Reading(null, known);
            LedgerContent content = await sink.CompleteAsync(cancellationToken).ConfigureAwait(false);
            MappingReport described = BatchReportBuilder.Describe(mapping, known, read.Tally, layout, options.TimeZone, hasNoRows: read.Tally.Read == 0);
            return new Reading(BatchReportBuilder.Build(Identity(request), read.Tally, described, content, read.ListedRejects, request.Mapping?.MaximumRejectRate ?? options.MaxRejectRate), known);
        }
    }

    private async Task<RowsRead> CheckRowsAsync(
        BatchRequest request, OpenedContent opened, FileLayout layout, SchemaMapping mapping, FileEvidence known,
        ITransactionSink sink, DateTimeOffset latest, IProgress<IngestProgress>? progress, CancellationToken cancellationToken)
    {
        long rows = 0;
        IRowBlocks blocks = layout.OpenBlocks(mapping, options);
        await using (blocks.ConfigureAwait(false))
        {
            var reading = new RowReading(blocks, mapping, known, options)
            {
                Progress = more => Passed(Interlocked.Add(ref rows, more)),
            };
            var rejects = new RejectFile(await request.OpenRejects(cancellationToken).ConfigureAwait(false), options.Workers * ChunksAheadOfEachWorker, options.MaxListedRejects);
            await using (rejects.ConfigureAwait(false))
            {
                await rejects.BeginAsync(cancellationToken).ConfigureAwait(false);
                return await reading.RunAsync(sink, rejects, latest, cancellationToken).ConfigureAwait(false);
            }
        }

        void Passed(long count)
        {
            progress?.Report(new IngestProgress(opened.BytesRead, request.Content.Length, count));
            if (count > options.MaxRows)
                throw ContentLimitException.Rows(options.MaxRows);
        }
    }

    private static BatchReport Identity(BatchRequest request) =>
        new() { Source = request.Source, File = request.Content.Name, Status = BatchStatus.Ready };

    private sealed record Reading(BatchReport? Report, FileEvidence Known);

    private static BatchReport Quarantine(BatchRequest request, MappingFailure failure) =>
        Identity(request) with { Status = BatchStatus.Quarantined, Failure = failure };
}
