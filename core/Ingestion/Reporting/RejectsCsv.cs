using System.Buffers.Text;
using System.Text;
using ServerlessSeg.Core.Ingestion.Csv;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>Reads rejects files back.</summary>
public static class RejectsCsv
{
    private const int Fields = 5;

    /// <summary>The rejects of a file, or of a part of it that begins with its header.</summary>
    /// <param name="utf8">The file; not changed.</param>
    /// <param name="skip">Rejects to pass over.</param>
    /// <param name="take">Most rejects to return.</param>
    public static IReadOnlyList<RowReject> Read(ReadOnlySpan<byte> utf8, int skip = 0, int take = int.MaxValue)
    {
        var records = new CsvRecords(utf8.ToArray(), 1, CsvDialect.Default, int.MaxValue, new int[Fields], new int[Fields]);
        var rejects = new List<RowReject>();
        records.MoveNext();
        while (rejects.Count < take && records.MoveNext())
        {
            if (skip-- > 0 || records.FieldCount != Fields || !Utf8Parser.TryParse(records.Field(0), out long line, out _) || !Utf8Parser.TryParse(records.Field(1), out int column, out _))
                continue;
            rejects.Add(new RowReject(line, column, Text(records.Field(2)), Text(FormulaGuard.Without(records.Field(3))), Text(records.Field(4))));
        }
        return rejects;
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
