using ServerlessSeg.Core.Ingestion.Content;
using ServerlessSeg.Core.Ingestion.Csv;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Parquet;
using ServerlessSeg.Core.Ingestion.Preview;
using ServerlessSeg.Core.Ingestion.Reporting;
using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>Shows how a file would be ingested: a text from its first bytes, a Parquet file from its first row groups.</summary>
/// <param name="options">Limits; <see cref="IngestOptions.SampleBytes"/> is how much of a text is looked at.</param>
/// <param name="clock">Tells which dates lie in the future.</param>
public sealed class BatchPreviewer(IngestOptions options, TimeProvider clock)
{
    /// <summary>Row groups of a Parquet file are read one by one until so many rows were looked at.</summary>
    private const int EnoughRows = 10_000;

    /// <summary>Looks at the beginning of a file. Content that cannot be read never throws.</summary>
    /// <param name="content">The file, or its first bytes.</param>
    /// <param name="mapping">What <c>mapping.json</c> says, or null.</param>
    /// <param name="contentIsWhole">False where <paramref name="content"/> is the beginning of a longer file.</param>
    /// <param name="rows">Most accepted rows, and most rejects, to show.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<BatchPreview> PreviewAsync(DroppedContent content, MappingOverride? mapping = null, bool contentIsWhole = true, int rows = 20, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        options.Validate();
        OpenedContent opened = await OpenedContent.OpenAsync(content, contentIsWhole, options.MaxExpandedBytes, cancellationToken).ConfigureAwait(false);
        await using (opened.ConfigureAwait(false))
        {
            try
            {
                if (opened.IsParquet)
                    return await ReadParquetAsync(content, mapping, contentIsWhole, rows, cancellationToken).ConfigureAwait(false);
                TextLayout layout = await TextLayout.FindAsync(opened, mapping, options, cancellationToken).ConfigureAwait(false);
                if (layout.Mapping is null)
                    return new BatchPreview { File = content.Name, Failure = layout.Failure };
                ReadOnlyMemory<byte> text = await opened.Text.PeekAsync(options.SampleBytes, cancellationToken).ConfigureAwait(false);
                return Read(text.ToArray(), contentIsWhole && opened.Text.SeesEnd, layout, mapping, rows) with { File = content.Name };
            }
            catch (ParquetFormatException wrong)
            {
                string problem = contentIsWhole ? wrong.Message : "a Parquet file is read from its end: send the whole file, or name a dropped one";
                return new BatchPreview { File = content.Name, Failure = MappingFailure.Of(problem) };
            }
            catch (Exception damaged) when (OpenedContent.IsDamage(damaged))
            {
                return new BatchPreview { File = content.Name, Failure = MappingFailure.Of(OpenedContent.DamageOf(damaged)) };
            }
        }
    }

    private BatchPreview Read(byte[] text, bool isWhole, TextLayout layout, MappingOverride? given, int rows)
    {
        int whole = RecordBoundaries.Find(text, isWhole, layout.Dialect, options.MaxRecordBytes, out _);
        var chunk = new TextChunk { FirstLine = layout.FirstLine, Length = whole };
        chunk.EnsureCapacity(whole);
        FileEvidence known = layout.Mapping!.Evidence;
        while (true)
        {
            SchemaMapping mapping = layout.Mapping with { Conventions = known.Conclude(layout.Mapping.Given) };
            // Reading resolves doubled quotes in place, so every reading needs the text anew.
            text.AsSpan(0, whole).CopyTo(chunk.Text);
            var sink = new PreviewSink(rows);
            RowChecker checker = CheckerOf(mapping, sink);
            new CsvRowReader(mapping, layout.Dialect, options.MaxRecordBytes, checker).Read(chunk, skipHeader: given?.Header ?? true);
            known |= checker.Evidence;
            if (known.Conclude(mapping.Given) == mapping.Conventions)
                return Describe(mapping, layout, known, checker, sink, rows, isWhole);
        }
    }

    private async Task<BatchPreview> ReadParquetAsync(DroppedContent content, MappingOverride? given, bool contentIsWhole, int rows, CancellationToken cancellationToken)
    {
        ParquetLayout layout = await ParquetLayout.FindAsync(content, given, cancellationToken).ConfigureAwait(false);
        if (layout.Mapping is null)
            return new BatchPreview { File = content.Name, Failure = layout.Failure };
        FileEvidence known = layout.Mapping.Evidence;
        while (true)
        {
            SchemaMapping mapping = layout.Mapping with { Conventions = known.Conclude(layout.Mapping.Given) };
            var sink = new PreviewSink(rows);
            RowChecker checker = CheckerOf(mapping, sink);
            bool isWhole = await ReadGroupsAsync(layout.OpenBlocks(mapping, options), checker, cancellationToken).ConfigureAwait(false);
            known |= checker.Evidence;
            if (known.Conclude(mapping.Given) == mapping.Conventions)
                return Describe(mapping, layout, known, checker, sink, rows, isWhole) with { File = content.Name };
        }
    }

    /// <summary>Reads until enough rows were looked at; whether these were all.</summary>
    private static async Task<bool> ReadGroupsAsync(IRowBlocks blocks, RowChecker checker, CancellationToken cancellationToken)
    {
        await using (blocks.ConfigureAwait(false))
        {
            IRowBlockReader reader = await blocks.OpenReaderAsync(checker, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.TakeAsync(cancellationToken).ConfigureAwait(false) >= 0)
                {
                    if (checker.Tally.Read >= EnoughRows)
                        return false;
                    await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                }
                return true;
            }
        }
    }

    private RowChecker CheckerOf(SchemaMapping mapping, PreviewSink sink) => new(mapping, options, clock.GetUtcNow() + options.FutureTolerance, sink);

    private BatchPreview Describe(SchemaMapping mapping, FileLayout layout, FileEvidence evidence, RowChecker checker, PreviewSink sink, int rows, bool isWhole)
    {
        long read = checker.Tally.Read;
        byte[] rejects = [.. RejectBuffer.Header, .. checker.Rejects.Take() is { } lines ? lines.Bytes.Span : default];
        MappingFailure? question = FileQuestion.Of(evidence, mapping, layout, checker.Tally);
        return new BatchPreview
        {
            File = "",
            IsWhole = isWhole,
            Mapping = BatchReportBuilder.Describe(mapping, evidence, checker.Tally, layout, options.TimeZone, hasNoRows: isWhole && read == 0),
            Question = question?.Problems[0],
            ProposedMapping = question?.Mapping,
            Rows = new RowCounts(read, checker.Tally.Accepted, checker.Tally.Rejected, checker.Tally.LeftOut),
            WouldBeHeld = BatchReportBuilder.IsHeld(checker.Tally, mapping.Given?.MaximumRejectRate ?? options.MaxRejectRate),
            RejectsByReason = BatchReportBuilder.RejectsOf(checker.Tally),
            LeftOut = BatchReportBuilder.LeftOutOf(checker.Tally),
            FirstRows = sink.Rows,
            FirstRejects = RejectsCsv.Read(rejects, take: rows),
        };
    }
}
