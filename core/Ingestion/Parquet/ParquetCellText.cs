using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>Writes values of other types as text, into memory used again for the next.</summary>
internal sealed class ParquetCellText
{
    private readonly byte[] _text = new byte[128];

    public static Half HalfOf(ReadOnlySpan<byte> bytes) => bytes.Length == 2 ? BinaryPrimitives.ReadHalfLittleEndian(bytes) : Half.NaN;

    public ReadOnlySpan<byte> OfBytes(ParquetInputColumn column, ReadOnlySpan<byte> bytes)
    {
        if (column.Kind == ParquetColumnKind.Decimal)
            return bytes.Length <= 16 ? OfScaled(ParquetMoney.Int128Of(bytes), column.Scale) : OfScaled(new BigInteger(bytes, isBigEndian: true), column.Scale);
        if (column.IsHalf)
            return OfFloating(column, (double)HalfOf(bytes));
        if (!column.IsUuid || bytes.Length != 16)
            return bytes;
        new Guid(bytes, bigEndian: true).TryFormat(_text, out int length);
        return _text.AsSpan(0, length);
    }

    public ReadOnlySpan<byte> OfFloating(ParquetInputColumn column, double value)
    {
        // Whole numbers are written in full, because they stand for ids that became floating point on their way.
        bool isWhole = Math.Abs(value) < 1e15 && value == Math.Truncate(value);
        int length;
        if (isWhole)
            ((long)value).TryFormat(_text, out length, default, CultureInfo.InvariantCulture);
        else if (column.Storage == ParquetStorage.Float)
            ((float)value).TryFormat(_text, out length, "R", CultureInfo.InvariantCulture);
        else
            value.TryFormat(_text, out length, "R", CultureInfo.InvariantCulture);
        return _text.AsSpan(0, length);
    }

    public ReadOnlySpan<byte> OfLong(ParquetInputColumn column, long value)
    {
        if (column.Kind == ParquetColumnKind.Decimal)
            return OfScaled(value, column.Scale);
        if (column.Kind == ParquetColumnKind.Boolean)
            return value == 0 ? "false"u8 : "true"u8;
        int length;
        if (column.IsUnsigned)
            ((ulong)value).TryFormat(_text, out length, default, CultureInfo.InvariantCulture);
        else
            value.TryFormat(_text, out length, default, CultureInfo.InvariantCulture);
        return _text.AsSpan(0, length);
    }

    public ReadOnlySpan<byte> OfMicros(ParquetInputColumn column, long micros)
    {
        DateTime instant = DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
        string format = column switch
        {
            { Kind: ParquetColumnKind.Date } => "yyyy-MM-dd",
            { IsUtc: true } => "yyyy-MM-ddTHH:mm:ss.FFFFFFZ",
            _ => "yyyy-MM-ddTHH:mm:ss.FFFFFF",
        };
        instant.TryFormat(_text, out int length, format, CultureInfo.InvariantCulture);
        return _text.AsSpan(0, length);
    }

    private static ReadOnlySpan<byte> OfScaled(BigInteger unscaled, int scale)
    {
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        string sign = unscaled.Sign < 0 ? "-" : "";
        string point = scale > 0 ? "." : "";
        return Encoding.ASCII.GetBytes($"{sign}{digits[..^scale]}{point}{digits[^scale..]}");
    }
}
