using ServerlessSeg.Core.Ingestion.Mapping;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>Finds whether quotes within quotes are marked by a backslash: only where more of the records can be read so.</summary>
internal static class EscapeDetection
{
    private const int RecordsJudged = 1_000;

    /// <summary>The dialect with what the mapping or the beginning of the text says.</summary>
    public static CsvDialect Complete(ReadOnlySpan<byte> text, CsvDialect dialect, string? given, int maxRecordBytes)
    {
        if (given is not null || dialect.Quote == 0 || !text.Contains((byte)'\\') || text.IndexOf("\\\""u8) < 0)
            return dialect with { HasBackslashes = given == OverrideRules.Backslash };
        byte[] copy = text.ToArray();
        CsvDialect marked = dialect with { HasBackslashes = true };
        return Read(copy, marked, maxRecordBytes) > Read(copy, dialect, maxRecordBytes) ? marked : dialect;
    }

    /// <summary>How many more records have the fields of the first than have not.</summary>
    private static int Read(byte[] text, CsvDialect dialect, int maxRecordBytes)
    {
        var records = new CsvRecords(text, 1, dialect, maxRecordBytes, [], []);
        int width = records.MoveNext() ? records.FieldCount : 0, read = 0;
        for (int i = 0; i < RecordsJudged && records.MoveNext(); i++)
            read += records.FieldCount == width ? 1 : -1;
        return read;
    }
}
