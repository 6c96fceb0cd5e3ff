namespace ServerlessSeg.Core.Ingestion.Content;

/// <summary>Recognises files that are no export by their first bytes, so that their report can say what to do.</summary>
internal static class ForeignFormat
{
    private const string UnpackFirst = "unpack it, and drop it plain or compressed with gzip or zstd";
    private const string ExportAnew = "export it as CSV or Parquet";
    private const string EncryptedParquet = "PARE";
    private const int BytesOfABeginning = 64;

    // Each character of a beginning is a byte.
    private static readonly (string Start, string Problem)[] Known =
    [
        ("PK\u0003\u0004", "the file is an Excel workbook or another ZIP archive: save the sheet as CSV, or drop the files in it one by one"),
        ("PK\u0005\u0006", "the file is an empty ZIP archive"),
        ("\u00D0\u00CF\u0011\u00E0", "the file is an Excel workbook of the old form: save the sheet as CSV"),
        ("%PDF-", $"the file is a PDF document: {ExportAnew}"),
        (EncryptedParquet, "the Parquet file is encrypted: write it without encryption"),
        ("Obj\u0001", $"the file is in the Avro format: {ExportAnew}"),
        ("SQLite format 3\u0000", $"the file is an SQLite database: {ExportAnew}"),
        ("BZh91AY&SY", $"the file is compressed with bzip2: {UnpackFirst}"),
        ("\u00FD7zXZ\u0000", $"the file is compressed with xz: {UnpackFirst}"),
        ("7z\u00BC\u00AF\u0027\u001C", $"the file is a 7-Zip archive: {UnpackFirst}"),
        ("Rar!\u001A\u0007", $"the file is a RAR archive: {UnpackFirst}"),
        ("\u0004\u0022M\u0018", $"the file is compressed with LZ4: {UnpackFirst}"),
    ];

    /// <summary>What the file is and what to do about it; null where the bytes may begin an export.</summary>
    public static string? ProblemOf(ReadOnlySpan<byte> start)
    {
        foreach ((string known, string problem) in Known)
        {
            // A header may begin with PARENT_ID; what is encrypted begins with its length, which has zero bytes.
            if (Begins(start, known) && (known != EncryptedParquet || start[..Math.Min(start.Length, BytesOfABeginning)].Contains((byte)0)))
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

    private static bool Begins(ReadOnlySpan<byte> start, string known)
    {
        for (int i = 0; i < known.Length; i++)
        {
            if (i >= start.Length || start[i] != known[i])
                return false;
        }
        return true;
    }
}
