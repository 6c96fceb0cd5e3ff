using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Reporting;

/// <summary>
/// Rejects as lines of a CSV file: <c>line,column,code,value,reason</c>. Values that a spreadsheet would take for a formula begin with an
/// apostrophe. The buffer is emptied into the rejects file block by block.
/// </summary>
internal sealed class RejectBuffer(int maxValueBytes, long maxLines)
{
    private static readonly byte[][] Names = [.. Enumerable.Range(0, RejectCodes.Count).Select(code => Encoding.UTF8.GetBytes(RejectCodes.NameOf((RejectCode)code)))];
    private static readonly byte[][] Reasons = [.. Enumerable.Range(0, RejectCodes.Count).Select(code => Encoding.UTF8.GetBytes(RejectCodes.ReasonOf((RejectCode)code)))];
    private readonly byte[] valid = new byte[maxValueBytes * 3];
    private ArrayBufferWriter<byte> lines = new();
    private List<int> ends = [];

    /// <summary>First line of the file.</summary>
    public static ReadOnlySpan<byte> Header => "line,column,code,value,reason\r\n"u8;

    /// <summary>Adds a line, unless there are as many already as the whole file may list.</summary>
    public void Add(long line, int column, RejectCode code, ReadOnlySpan<byte> value)
    {
        if (ends.Count >= maxLines)
            return;
        WriteNumber(line);
        lines.Write(","u8);
        WriteNumber(column);
        lines.Write(","u8);
        lines.Write(Names[(int)code]);
        lines.Write(","u8);
        WriteValue(value);
        lines.Write(","u8);
        lines.Write(Reasons[(int)code]);
        lines.Write("\r\n"u8);
        ends.Add(lines.WrittenCount);
    }

    /// <summary>Takes the lines out; null when there are none.</summary>
    public RejectLines? Take()
    {
        if (ends.Count == 0)
            return null;
        var taken = new RejectLines(lines.WrittenMemory, ends);
        lines = new ArrayBufferWriter<byte>(lines.WrittenCount);
        ends = [];
        return taken;
    }

    private void WriteNumber(long number)
    {
        Utf8Formatter.TryFormat(number, lines.GetSpan(20), out int written);
        lines.Advance(written);
    }

    private void WriteValue(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> text = Shorten(value);
        if (text.IsEmpty)
            return;
        bool formula = FormulaGuard.Guards(text);
        bool quoted = text.ContainsAny(",\"\r\n"u8) || text[0] == (byte)' ' || text[^1] == (byte)' ';
        if (quoted)
            lines.Write("\""u8);
        if (formula)
            lines.Write("'"u8);
        for (int quote = text.IndexOf((byte)'"'); quote >= 0; quote = text.IndexOf((byte)'"'))
        {
            lines.Write(text[..(quote + 1)]);
            lines.Write("\""u8);
            text = text[(quote + 1)..];
        }
        lines.Write(text);
        if (quoted)
            lines.Write("\""u8);
    }

    /// <summary>Cuts to the limit at a character and replaces bytes that are no text.</summary>
    private ReadOnlySpan<byte> Shorten(ReadOnlySpan<byte> value)
    {
        bool cut = value.Length > maxValueBytes;
        if (cut)
        {
            int length = maxValueBytes;
            while (length > maxValueBytes - 4 && (value[length] & 0xC0) == 0x80)
                length--;
            value = value[..length];
        }
        if (Utf8.IsValid(value))
            return value;
        int written = 0;
        while (!value.IsEmpty)
        {
            bool isText = Rune.DecodeFromUtf8(value, out Rune rune, out int consumed) == OperationStatus.Done;
            written += (isText ? rune : Rune.ReplacementChar).EncodeToUtf8(valid.AsSpan(written));
            value = value[consumed..];
        }
        return valid.AsSpan(0, written);
    }
}

/// <summary>Lines of a rejects file.</summary>
/// <param name="Bytes">The lines, one behind the other.</param>
/// <param name="Ends">Where each ends in <paramref name="Bytes"/>.</param>
internal sealed record RejectLines(ReadOnlyMemory<byte> Bytes, IReadOnlyList<int> Ends)
{
    /// <summary>The first lines, as many of them as there are.</summary>
    public ReadOnlyMemory<byte> First(long count) => count <= 0 ? default : count >= Ends.Count ? Bytes : Bytes[..Ends[(int)count - 1]];
}
