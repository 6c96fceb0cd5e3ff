using ServerlessSeg.Core.Ingestion.Content;
using ServerlessSeg.Core.Ingestion.Mapping;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>How a text is laid out and what its columns mean, as far as its beginning tells.</summary>
internal sealed record TextLayout
{
    private const int NamesShown = 50;
    private const int NameLength = 100;

    /// <summary>Delimiter and line end.</summary>
    public CsvDialect Dialect { get; private init; }

    /// <summary>Name of the encoding.</summary>
    public string Encoding { get; private init; } = "";

    /// <summary>The mapping, or null.</summary>
    public SchemaMapping? Mapping { get; private init; }

    /// <summary>Why there is no mapping.</summary>
    public MappingFailure? Failure { get; private init; }

    /// <summary>What the sample says about conventions.</summary>
    public FileEvidence Evidence { get; private init; }

    /// <summary>Header and first rows.</summary>
    public CsvSample? Sample { get; private init; }

    /// <summary>The delimiter in words.</summary>
    public string DelimiterName => Dialect.Delimiter switch
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
        return Find(text.Span, opened.Text.SeesEnd, given, options) with { Encoding = encoding };
    }

    private static TextLayout Find(ReadOnlySpan<byte> text, bool isWhole, MappingOverride? given, IngestOptions options)
    {
        if (text.IsEmpty)
            return new TextLayout { Failure = MappingFailure.Of("the file is empty") };
        if (text.Contains((byte)0))
            return new TextLayout { Failure = MappingFailure.Of("the file is not text: it contains zero bytes") };
        CsvDialect dialect = given?.Delimiter is { } name && OverrideRules.DelimiterOf(name) is { } delimiter
            ? new CsvDialect(delimiter, DialectDetection.LineEndOf(text))
            : DialectDetection.Detect(text, options.MaxRecordBytes);
        if (CsvSample.Read(text, isWhole, dialect, given?.Header ?? true, options.MaxRecordBytes) is not { } sample)
            return new TextLayout { Dialect = dialect, Failure = MappingFailure.Of("the first line cannot be read as column names") };
        if (!SchemaMapping.TryResolve(sample.Header, sample.Rows, given, out SchemaMapping? mapping, out MappingFailure? failure))
            return new TextLayout { Dialect = dialect, Sample = sample, Failure = failure with { Found = Shown(sample.Header) } };
        return new TextLayout { Dialect = dialect, Sample = sample, Mapping = mapping, Evidence = SampleEvidence.Of(mapping.Mapped, sample.Rows, given) };
    }

    private static string[] Shown(IReadOnlyList<string> header) =>
        [.. header.Take(NamesShown).Select(name => name.Length > NameLength ? name[..NameLength] + "…" : name)];
}
