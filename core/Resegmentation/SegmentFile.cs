using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>One line of a segment's list.</summary>
public readonly record struct SegmentMember(
    string CustomerId, byte R, byte F, byte M, int RecencyDays, int Frequency, decimal Monetary, double? PredictedClv, double? PAlive);

/// <summary>
/// A segment's customers as CSV (RFC 4180, UTF-8, LF), in key order. The same type writes and reads it, so that a listing can go
/// on at any byte where a line begins. Ids that a spreadsheet could take for formulas are guarded (<see cref="FormulaGuard"/>).
/// </summary>
public static class SegmentFile
{
    /// <summary>The first line.</summary>
    public static ReadOnlySpan<byte> Header => "customer_id,r,f,m,recency_days,frequency,monetary,predicted_clv,p_alive\n"u8;

    /// <summary>The path of a segment's file within its snapshot.</summary>
    public static string Path(string scheme, string segment) => $"segments/{scheme}/{segment}.csv";

    /// <summary>Appends one customer.</summary>
    public static void Append(ArrayBufferWriter<byte> target, CustomerRecord customer)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(customer);
        AppendId(target, customer.Id);
        Span<byte> line = target.GetSpan(192);
        int length = 0;
        AppendNumber(line, ref length, customer.R);
        AppendNumber(line, ref length, customer.F);
        AppendNumber(line, ref length, customer.M);
        AppendNumber(line, ref length, customer.RecencyDays);
        AppendNumber(line, ref length, customer.Frequency);
        line[length++] = (byte)',';
        Utf8Formatter.TryFormat((decimal)customer.Monetary / Money.Scale, line[length..], out int written);
        length += written;
        AppendEstimate(line, ref length, customer.Clv.Predicted);
        AppendEstimate(line, ref length, customer.Clv.PAlive);
        line[length++] = (byte)'\n';
        target.Advance(length);
    }

    /// <summary>
    /// Reads up to <paramref name="top"/> customers from a stream that stands where a line begins, or at the file's start.
    /// Returns them with the number of bytes they took, and whether more follow.
    /// </summary>
    /// <exception cref="InvalidDataException">The content is not what <see cref="Append"/> writes.</exception>
    public static async Task<(IReadOnlyList<SegmentMember> Members, long Bytes, bool More)> ReadAsync(
        Stream stream, bool atStart, int top, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        List<SegmentMember> members = [];
        byte[] buffer = new byte[64 << 10];
        int start = 0, end = 0;
        long bytes = 0;
        bool header = atStart;
        while (true)
        {
            int length = LineLength(buffer.AsSpan(start, end - start));
            if (length < 0)
            {
                if (start == 0 && end == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
                int read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
                if (read > 0)
                {
                    end += read;
                    continue;
                }
                return end == 0 ? (members, bytes, false) : throw new InvalidDataException("A segment's file ends within a line.");
            }
            if (members.Count == top)
                return (members, bytes, true);
            if (!header)
                members.Add(Parse(buffer.AsSpan(start, length - 1)));
            header = false;
            start += length;
            bytes += length;
        }
    }

    private static int LineLength(ReadOnlySpan<byte> text)
    {
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == '\n' && !quoted)
                return i + 1;
        }
        return -1;
    }

    private static SegmentMember Parse(ReadOnlySpan<byte> line)
    {
        int idEnd = 0;
        string id;
        if (line.Length > 0 && line[0] == '"')
        {
            idEnd = line.LastIndexOf((byte)'"') + 1;
            id = Encoding.UTF8.GetString(line[1..(idEnd - 1)]).Replace("\"\"", "\"", StringComparison.Ordinal);
        }
        else
        {
            idEnd = line.IndexOf((byte)',');
            id = Encoding.UTF8.GetString(line[..Math.Max(idEnd, 0)]);
        }
        id = Encoding.UTF8.GetString(FormulaGuard.Without(Encoding.UTF8.GetBytes(id)));
        string[] fields = Encoding.ASCII.GetString(line[Math.Max(idEnd, 0)..]).Split(',');
        if (fields.Length != 9)
            throw new InvalidDataException("A line of a segment's file does not have nine fields.");
        return new SegmentMember(
            id, byte.Parse(fields[1], CultureInfo.InvariantCulture), byte.Parse(fields[2], CultureInfo.InvariantCulture), byte.Parse(fields[3], CultureInfo.InvariantCulture),
            int.Parse(fields[4], CultureInfo.InvariantCulture), int.Parse(fields[5], CultureInfo.InvariantCulture),
            decimal.Parse(fields[6], NumberStyles.Number, CultureInfo.InvariantCulture), Estimate(fields[7]), Estimate(fields[8]));
    }

    private static double? Estimate(string field) => field.Length == 0 ? null : double.Parse(field, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static void AppendId(ArrayBufferWriter<byte> target, string id)
    {
        if (!char.IsAsciiLetterOrDigit(id[0]) && FormulaGuard.Guards(Encoding.UTF8.GetBytes(id)))
            id = FormulaGuard.Mark + id;
        bool quote = id.AsSpan().IndexOfAny("\",\r\n") >= 0;
        string field = quote ? $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : id;
        Encoding.UTF8.GetBytes(field, target);
    }

    private static void AppendNumber(Span<byte> line, ref int length, int value)
    {
        line[length++] = (byte)',';
        Utf8Formatter.TryFormat(value, line[length..], out int written);
        length += written;
    }

    private static void AppendEstimate(Span<byte> line, ref int length, float value)
    {
        line[length++] = (byte)',';
        if (float.IsNaN(value))
            return;
        Utf8Formatter.TryFormat(Math.Round(value, 4), line[length..], out int written);
        length += written;
    }
}
