using System.Text.Json;
using ServerlessSeg.Core.Ingestion.Content;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Meaning;
using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>The layout of a delimited text.</summary>
internal sealed class TextLayout(OpenedContent opened) : FileLayout
{
    private const int NamesShown = 50;
    private const int NameLength = 100;

    /// <summary>Delimiter and line end.</summary>
    public CsvDialect Dialect { get; private init; }

    /// <summary>Number of the first line of what is left of the text.</summary>
    public int FirstLine { get; private init; } = 1;

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
        if (ForeignFormat.ProblemOf((await opened.Text.PeekAsync(options.SampleBytes, cancellationToken).ConfigureAwait(false)).Span) is { } foreign)
            return new TextLayout(opened) { Failure = MappingFailure.Of(foreign) };
        string encoding = await opened.DecodeAsync(given?.Encoding, given?.SkipLines ?? 0, options.SampleBytes, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> text = await opened.Text.PeekAsync(options.SampleBytes, cancellationToken).ConfigureAwait(false);
        TextLayout layout = Find(opened, text.Span, given, options);
        (layout.Encoding, layout.EncodingIsGuess) = (encoding, opened.EncodingIsGuess);
        return layout;
    }

    /// <inheritdoc />
    public override IRowBlocks OpenBlocks(SchemaMapping mapping, IngestOptions options) =>
        new CsvBlocks(new ChunkSplitter(opened.Text, Dialect, options.ChunkBytes, options.MaxRecordBytes, FirstLine), Dialect, mapping, options.MaxRecordBytes);

    private static TextLayout Find(OpenedContent opened, ReadOnlySpan<byte> text, MappingOverride? given, IngestOptions options)
    {
        int skipped = given?.SkipLines ?? 0;
        if (skipped > 0 && text.Trim(" \t\r\n"u8).IsEmpty)
            return new TextLayout(opened) { Failure = MappingFailure.Of($"mapping.json says \"skipLines\": {skipped}, but the file has nothing behind so many lines") };
        if (text.IsEmpty)
            return new TextLayout(opened) { Failure = MappingFailure.Of("the file is empty") };
        if (text.Contains((byte)0))
            return new TextLayout(opened) { Failure = MappingFailure.Of("the file is neither text nor Parquet, plain or compressed with gzip or zstd: it contains zero bytes; export it as CSV or Parquet") };
        byte? named = DialectDetection.Named(text, out int namingLine);
        if (namingLine > 0)
        {
            opened.Text.Skip(namingLine);
            text = text[namingLine..];
        }
        CsvDialect dialect = DialectDetection.Find(text, given?.Delimiter is { } name ? OverrideRules.DelimiterOf(name) : named, options.MaxRecordBytes);
        dialect = EscapeDetection.Complete(text, dialect, given?.Escape, options.MaxRecordBytes);
        int firstLine = skipped + (namingLine > 0 ? 2 : 1);
        if (CsvSample.Read(text, opened.Text.SeesEnd, dialect, given?.Header ?? true, options.MaxRecordBytes) is not { } sample)
            return new TextLayout(opened) { Dialect = dialect, Failure = Unreadable(text, HeaderBelow(text, firstLine, given, options)) };
        if (!SchemaMapping.TryResolve(sample.Header, sample.Rows, given, out SchemaMapping? mapping, out MappingFailure? failure))
            return new TextLayout(opened) { Dialect = dialect, Failure = Explained(failure, text, sample, given, HeaderBelow(text, firstLine, given, options)) with { Found = Shown(sample.Header) } };
        return new TextLayout(opened) { Dialect = dialect, FirstLine = firstLine, Mapping = mapping };
    }

    private static (string Hint, string Mapping)? HeaderBelow(ReadOnlySpan<byte> text, int firstLine, MappingOverride? given, IngestOptions options)
    {
        int above = HeaderSearch.LinesAbove(text, given, options.MaxRecordBytes, out bool isReport);
        if (above == 0)
            return null;
        above += firstLine - 1;
        MappingOverride answer = (given ?? new MappingOverride()) with { SkipLines = above };
        if (!isReport)
            return (HeaderHint.OfHeaderBelow(above), MappingProposal.Of(answer));
        using var first = JsonDocument.Parse("1");
        answer = answer with { GroupRows = true, Columns = new Dictionary<string, JsonElement>(answer.Columns ?? []) { ["customer"] = first.RootElement.Clone() } };
        return (HeaderHint.OfReportBelow(above), MappingProposal.Of(answer));
    }

    private static MappingFailure Unreadable(ReadOnlySpan<byte> text, (string Hint, string Mapping)? below)
    {
        const string NoNames = "the first line cannot be read as column names: it is blank, a quoted name in it is not closed, or it has too many columns";
        return MappingFailure.Of(below?.Hint ?? ForeignFormat.ProblemOfText(text) ?? NoNames) with { Mapping = below?.Mapping };
    }

    private static MappingFailure Explained(MappingFailure failure, ReadOnlySpan<byte> text, CsvSample sample, MappingOverride? given, (string Hint, string Mapping)? below)
    {
        if (failure.LookedFor.Count == 0)
            return failure;
        string? foreign = ForeignFormat.ProblemOfText(text);
        return failure with
        {
            Problems = [.. failure.Problems, below?.Hint ?? foreign ?? HeaderHint.Of(sample.Header, given)],
            Mapping = below?.Mapping ?? (foreign is null && sample.Header.Count > 1 && !sample.Header.Any(HeaderHint.IsValue) ? failure.Mapping : null),
        };
    }

    private static string[] Shown(IReadOnlyList<string> header) =>
        [.. header.Take(NamesShown).Select(name => name.Length > NameLength ? name[..NameLength] + "…" : name)];
}
