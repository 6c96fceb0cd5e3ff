using System.Text;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>Header and first rows of a text, as strings.</summary>
internal sealed class CsvSample
{
    private const int MostRows = 1_000;
    private const int MostColumns = 10_000;

    /// <summary>Column names; made up where the text has no header.</summary>
    public required IReadOnlyList<string> Header { get; init; }

    /// <summary>Rows with as many cells as there are columns; others are left out here.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }

    /// <summary>Reads the sample; null when there is no record.</summary>
    /// <param name="text">The beginning of the text.</param>
    /// <param name="isWhole">Whether the text ends there, too.</param>
    /// <param name="dialect">Delimiter and line end.</param>
    /// <param name="hasHeader">Whether the first record names the columns.</param>
    /// <param name="maxRecordBytes">Longest record.</param>
    public static CsvSample? Read(ReadOnlySpan<byte> text, bool isWhole, CsvDialect dialect, bool hasHeader, int maxRecordBytes)
    {
        int whole = RecordBoundaries.Find(text, isWhole, dialect, maxRecordBytes, out _);
        byte[] copy = text[..(whole > 0 ? whole : text.Length)].ToArray();
        var records = new CsvRecords(copy, 1, dialect, maxRecordBytes, new int[MostColumns], new int[MostColumns]);
        if (!records.MoveNext() || records.Problem != RecordProblem.None || records.FieldCount > MostColumns)
            return null;
        string[] first = Cells(records);
        if (hasHeader && string.IsNullOrWhiteSpace(first[^1]) && AllHave(first.Length - 1, records))
            first = first[..^1];
        var rows = new List<IReadOnlyList<string>>();
        if (!hasHeader)
            rows.Add(first);
        while (rows.Count < MostRows && records.MoveNext())
        {
            if (records.FieldCount == first.Length)
                rows.Add(Cells(records));
        }
        return new CsvSample
        {
            Header = hasHeader ? first : [.. first.Select((_, column) => $"column {column + 1}")],
            Rows = rows,
        };
    }

    /// <summary>Whether there are further records, and all have so many fields: a delimiter behind the last name of the header then separates nothing.</summary>
    private static bool AllHave(int fields, CsvRecords records)
    {
        int seen = 0;
        while (seen < MostRows && records.MoveNext())
        {
            if (records.Problem != RecordProblem.None)
                continue;
            if (records.FieldCount != fields)
                return false;
            seen++;
        }
        return seen > 0;
    }

    private static string[] Cells(in CsvRecords records)
    {
        var cells = new string[records.FieldCount];
        for (int i = 0; i < cells.Length; i++)
            cells[i] = Encoding.UTF8.GetString(records.Field(i));
        return cells;
    }
}
