namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>Recognises files that are no export by their first bytes, so that their report can say what to do.</summary>
internal static class ForeignFormat
{
    private const string UnpackFirst = "unpack it, and drop it plain or compressed with gzip or zstd";
    private const string ExportAnew = "export it as CSV or Parquet";

    private static readonly (byte[] Start, string Problem)[] Known =
    [
        (Bytes("PK\u0003\u0004"), "the file is an Excel workbook or another ZIP archive: save the sheet as CSV, or drop the files in it one by one"),
        (Bytes("PK\u0005\u0006"), "the file is an empty ZIP archive"),
        (Bytes("\u00D0\u00CF\u0011\u00E0"), "the file is an Excel workbook of the old form: save the sheet as CSV"),
        (Bytes("%PDF-"), $"the file is a PDF document: {ExportAnew}"),
        (Bytes("PARE"), "the Parquet file is encrypted: write it without encryption"),
        (Bytes("Obj\u0001"), $"the file is in the Avro format: {ExportAnew}"),
        (Bytes("SQLite format 3\u0000"), $"the file is an SQLite database: {ExportAnew}"),
        (Bytes("BZh91AY&SY"), $"the file is compressed with bzip2: {UnpackFirst}"),
        (Bytes("\u00FD7zXZ\u0000"), $"the file is compressed with xz: {UnpackFirst}"),
        (Bytes("7z\u00BC\u00AF\u0027\u001C"), $"the file is a 7-Zip archive: {UnpackFirst}"),
        (Bytes("Rar!\u001A\u0007"), $"the file is a RAR archive: {UnpackFirst}"),
        (Bytes("\u0004\u0022M\u0018"), $"the file is compressed with LZ4: {UnpackFirst}"),
    ];

    /// <summary>What the file is and what to do about it; null where the bytes may begin an export.</summary>
    public static string? ProblemOf(ReadOnlySpan<byte> start)
    {
        foreach ((byte[] known, string problem) in Known)
        {
            if (start.StartsWith(known))
                return problem;
        }
        return null;
    }

    /// <summary>What a text is that has no columns as it should; null where nothing is recognised.</summary>
    public static string? ProblemOfText(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n"u8);
        return text.IsEmpty ? null : text[0] switch
        {
            (byte)'{' or (byte)'[' => $"the file looks like JSON: {ExportAnew}",
            (byte)'<' => $"the file looks like HTML or XML: {ExportAnew}",
            _ => null,
        };
    }

    private static byte[] Bytes(string latin1) => System.Text.Encoding.Latin1.GetBytes(latin1);
}
