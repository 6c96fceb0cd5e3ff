using ServerlessSeg.Core.Ingestion.Content;
using ServerlessSeg.Core.Ingestion.Csv;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Preview;
using ServerlessSeg.Core.Ingestion.Reporting;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>Shows how a delimited file would be ingested, from its first bytes.</summary>
/// <param name="options">Limits; <see cref="IngestOptions.SampleBytes"/> is how much is looked at.</param>
/// <param name="clock">Tells which dates lie in the future.</param>
public sealed class BatchPreviewer(IngestOptions options, TimeProvider clock)
{
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
        OpenedContent opened = await OpenedContent.OpenAsync(content, cancellationToken).ConfigureAwait(false);
        await using (opened.ConfigureAwait(false))
        {
            try
            {
                if (opened.IsParquet)
                    return new BatchPreview { File = content.Name, Failure = MappingFailure.Of("previews show delimited text; a Parquet file names its own types and can be dropped as it is") };
                TextLayout layout = await TextLayout.FindAsync(opened, mapping, options, cancellationToken).ConfigureAwait(false);
                if (layout.Mapping is null)
                    return new BatchPreview { File = content.Name, Failure = layout.Failure };
                ReadOnlyMemory<byte> text = await opened.Text.PeekAsync(options.SampleBytes, cancellationToken).ConfigureAwait(false);
                return Read(text.ToArray(), contentIsWhole && opened.Text.SeesEnd, layout, rows) with { File = content.Name };
            }
            catch (Exception damaged) when (OpenedContent.IsDamage(damaged))
            {
                return new BatchPreview { File = content.Name, Failure = MappingFailure.Of($"the compressed data are damaged: {damaged.Message}") };
            }
        }
    }

    private BatchPreview Read(byte[] text, bool isWhole, TextLayout layout, int rows)
    {
        SchemaMapping mapping = layout.Mapping!;
        int whole = RecordBoundaries.Find(text, isWhole, layout.Dialect, options.MaxRecordBytes, out _);
        var chunk = new TextChunk { FirstLine = 1, Length = whole };
        chunk.EnsureCapacity(whole);
        text.AsSpan(0, whole).CopyTo(chunk.Text);
        var sink = new PreviewSink(rows);
        var checker = new RowChecker(mapping, options, clock.GetUtcNow() + options.FutureTolerance, sink);
        new CsvRowReader(mapping, layout.Dialect, options.MaxRecordBytes, checker).Read(chunk, skipHeader: mapping.Given?.Header ?? true);
        FileEvidence evidence = layout.Evidence | checker.Evidence;
        byte[] rejects = [.. RejectBuffer.Header, .. checker.Rejects.Take() is { } lines ? lines.WrittenSpan : default];
        return new BatchPreview
        {
            File = "",
            Mapping = BatchReportBuilder.Describe(mapping, evidence, layout, options.TimeZone),
            Question = DateQuestion.Of(evidence, mapping)?.Problems[0],
            IsWhole = isWhole,
            Rows = new RowCounts(checker.Tally.Accepted + checker.Tally.Rejected, checker.Tally.Accepted, checker.Tally.Rejected),
            RejectsByReason = BatchReportBuilder.RejectsOf(checker.Tally),
            FirstRows = sink.Rows,
            FirstRejects = RejectsCsv.Read(rejects, take: rows),
        };
    }
}
