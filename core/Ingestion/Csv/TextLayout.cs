using ServerlessSeg.Core.Ingestion.Content;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>The layout of a delimited text.</summary>
internal sealed class TextLayout(OpenedContent opened) : FileLayout
{
    private const int NamesShown = 50;
    private const int NameLength = 100;

    /// <summary>Delimiter and line end.</summary>
    public CsvDialect Dialect { get; private init; }

    /// <inheritdoc />
    public override string Format => "csv" + opened.Compression;

    /// <inheritdoc />
    public override string DelimiterName => Dialect.Delimiter switch
    {
        (byte)'\t' => "tab",
        (byte)' ' => "blank",
        byte other => ((char)other).ToString(),
    };

    /// <summary>Looks at the beginning of the text, which stays to be read.</summary>
    public static async Task<TextLayout> FindAsync(OpenedContent opened, MappingOverride? given, IngestOptions options, CancellationToken cancellationToken)
    {
        string encoding = await opened.DecodeAsync(given?.Encoding, options.SampleBytes, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> text = await opened.Text.PeekAsync(options.SampleBytes, cancellationToken).ConfigureAwait(false);
        TextLayout layout = Find(opened, text.Span, given, options);
        layout.Encoding = encoding;
        return layout;
    }

    /// <inheritdoc />
    public override IRowBlocks OpenBlocks(SchemaMapping mapping, IngestOptions options) =>
        new CsvBlocks(new ChunkSplitter(opened.Text, Dialect, options.ChunkBytes, options.MaxRecordBytes), Dialect, mapping, options.MaxRecordBytes);

    private static TextLayout Find(OpenedContent opened, ReadOnlySpan<byte> text, MappingOverride? given, IngestOptions options)
    {
        if (text.IsEmpty)
            return new TextLayout(opened) { Failure = MappingFailure.Of("the file is empty") };
        if (text.Contains((byte)0))
            return new TextLayout(opened) { Failure = MappingFailure.Of("the file is not text: it contains zero bytes") };
        CsvDialect dialect = given?.Delimiter is { } name && OverrideRules.DelimiterOf(name) is { } delimiter
            ? new CsvDialect(delimiter, DialectDetection.LineEndOf(text))
            : DialectDetection.Detect(text, options.MaxRecordBytes);
        if (CsvSample.Read(text, opened.Text.SeesEnd, dialect, given?.Header ?? true, options.MaxRecordBytes) is not { } sample)
            return new TextLayout(opened) { Dialect = dialect, Failure = MappingFailure.Of("the first line cannot be read as column names") };
        if (!SchemaMapping.TryResolve(sample.Header, sample.Rows, given, out SchemaMapping? mapping, out MappingFailure? failure))
            return new TextLayout(opened) { Dialect = dialect, Failure = failure with { Found = Shown(sample.Header) } };
        return new TextLayout(opened) { Dialect = dialect, Mapping = mapping, Evidence = SampleEvidence.Of(mapping.Mapped, sample.Rows, given) };
    }

    private static string[] Shown(IReadOnlyList<string> header) =>
        [.. header.Take(NamesShown).Select(name => name.Length > NameLength ? name[..NameLength] + "…" : name)];
}
