using ServerlessSeg.Core.Ingestion.Content;
using ServerlessSeg.Core.Ingestion.Mapping;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>Looks for column names below the first line, as spreadsheets have titles above a table.</summary>
internal static class HeaderSearch
{
    private const int LinesSearched = 50;
    private const int BytesBelow = 1 << 13;

    /// <summary>How many lines stand above the first that names all that is needed; 0 where none is found.</summary>
    public static int LinesAbove(ReadOnlySpan<byte> text, MappingOverride? given, int maxRecordBytes)
    {
        for (int above = 1; given?.Header != false && above <= LinesSearched; above++)
        {
            text = text[LeadingLines.EndOf(text, 1, (byte)'\n', (byte)'\r', out int ended)..];
            if (ended == 0 || text.IsEmpty)
                return 0;
            if (text[0] is not ((byte)'\n' or (byte)'\r') && NamesColumns(text[..Math.Min(text.Length, BytesBelow)], given, maxRecordBytes))
                return above;
        }
        return 0;
    }

    private static bool NamesColumns(ReadOnlySpan<byte> text, MappingOverride? given, int maxRecordBytes)
    {
        CsvDialect dialect = DialectDetection.Find(text, given?.Delimiter is { } name ? OverrideRules.DelimiterOf(name) : null, maxRecordBytes);
        return CsvSample.Read(text, isWhole: false, dialect, hasHeader: true, maxRecordBytes) is { } sample
            && SchemaMapping.TryResolve(sample.Header, sample.Rows, given, out SchemaMapping? mapping, out _)
            && !mapping.Mapped.Any(static column => HeaderHint.IsValue(column.Name));
    }
}
