using ServerlessSeg.Core.Ingestion.Content;
using ServerlessSeg.Core.Ingestion.Mapping;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>Looks for column names below the first line, as spreadsheets have titles above a table.</summary>
internal static class HeaderSearch
{
    private const int LinesSearched = 50;
    private const int BytesBelow = 1 << 13;

    /// <summary>How many lines stand above the first that names all that is needed; 0 where none is found.</summary>
    /// <param name="text">The text.</param>
    /// <param name="given">What <c>mapping.json</c> says, or null.</param>
    /// <param name="maxRecordBytes">Longest record.</param>
    /// <param name="isReport">Whether what follows is a report that has the customer above the rows of a group.</param>
    public static int LinesAbove(ReadOnlySpan<byte> text, MappingOverride? given, int maxRecordBytes, out bool isReport)
    {
        isReport = false;
        for (int above = 1; given?.Header != false && above <= LinesSearched; above++)
        {
            text = text[LeadingLines.EndOf(text, 1, (byte)'\n', (byte)'\r', out int ended)..];
            if (ended == 0 || text.IsEmpty)
                return 0;
            if (text[0] is not ((byte)'\n' or (byte)'\r') && NamesColumns(text[..Math.Min(text.Length, BytesBelow)], given, maxRecordBytes, out isReport))
                return above;
        }
        return 0;
    }

    private static bool NamesColumns(ReadOnlySpan<byte> text, MappingOverride? given, int maxRecordBytes, out bool isReport)
    {
        isReport = false;
        CsvDialect dialect = DialectDetection.Find(text, given?.Delimiter is { } name ? OverrideRules.DelimiterOf(name) : null, maxRecordBytes);
        if (CsvSample.Read(text, isWhole: false, dialect, hasHeader: true, maxRecordBytes) is not { } sample)
            return false;
        if (!SchemaMapping.TryResolve(sample.Header, sample.Rows, given, out SchemaMapping? mapping, out MappingFailure? failure))
            return isReport = IsReport(sample, failure);
        return !mapping.Mapped.Any(static column => HeaderHint.IsValue(column.Name));
    }

    /// <summary>Whether these are the column names of a report that has the customer above the rows of a group, in a column without a name.</summary>
    private static bool IsReport(CsvSample sample, MappingFailure failure) =>
        failure.LookedFor.Count == 1 && failure.LookedFor.ContainsKey("customer") && string.IsNullOrWhiteSpace(sample.Header[0])
        && sample.Rows.Any(static row => row[0].Length > 0 && row.Skip(1).All(string.IsNullOrWhiteSpace));
}
