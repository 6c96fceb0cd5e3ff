using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ingestion.Parquet.Pages;

/// <summary>Numbers as they lie in a page in plain encoding, little-endian.</summary>
internal static class PlainNumbers
{
    private const int Int96Bytes = 12;
    private const long MicrosInDay = 86_400_000_000;
    private const long JulianDayOfEpoch = 2_440_588;

    /// <summary>Reads whole numbers, Booleans and 96-bit timestamps, the latter as microseconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(ReadOnlySpan<byte> bytes, ParquetInputColumn column, Span<long> target)
    {
        switch (column.Storage)
        {
            case ParquetStorage.Boolean:
                Require(bytes, (target.Length + 7L) / 8);
                for (int i = 0; i < target.Length; i++)
                    target[i] = (bytes[i >> 3] >> (i & 7)) & 1;
                break;
            case ParquetStorage.Int32:
                Require(bytes, target.Length * 4L);
                for (int i = 0; i < target.Length; i++)
                {
                    int value = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]);
                    target[i] = column.IsUnsigned ? (uint)value : value;
                }
                break;
            case ParquetStorage.Int64:
                Require(bytes, target.Length * 8L);
                for (int i = 0; i < target.Length; i++)
                    target[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * i)..]);
                break;
            default:
                Require(bytes, target.Length * (long)Int96Bytes);
                for (int i = 0; i < target.Length; i++)
                    target[i] = MicrosOf(bytes.Slice(Int96Bytes * i, Int96Bytes));
                break;
        }
    }

    /// <summary>Reads binary numbers of either precision.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, ParquetInputColumn column, Span<double> target)
    {
        bool isSingle = column.Storage == ParquetStorage.Float;
        Require(bytes, target.Length * (isSingle ? 4L : 8L));
        for (int i = 0; i < target.Length; i++)
            target[i] = isSingle ? BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]) : BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
    }

    /// <summary>Undoes BYTE_STREAM_SPLIT, in which all first bytes come first, then all second ones, and so on.</summary>
    public static ReadOnlySpan<byte> Joined(ReadOnlySpan<byte> bytes, ParquetInputColumn column, int count)
    {
        int width = column.Storage is ParquetStorage.Float or ParquetStorage.Int32 ? 4 : 8;
        Require(bytes, (long)count * width);
        byte[] joined = new byte[count * width];
        for (int part = 0; part < width; part++)
        {
            ReadOnlySpan<byte> stream = bytes.Slice(part * count, count);
            for (int i = 0; i < count; i++)
                joined[(i * width) + part] = stream[i];
        }
        return joined;
    }

    // Nanoseconds of the day, then the Julian day. A day that no calendar has becomes an instant out of range, which is no date.
    private static long MicrosOf(ReadOnlySpan<byte> value)
    {
        long days = BinaryPrimitives.ReadInt32LittleEndian(value[8..]) - JulianDayOfEpoch;
        long nanos = BinaryPrimitives.ReadInt64LittleEndian(value);
        long micros = (nanos / 1_000) - (nanos % 1_000 < 0 ? 1 : 0);
        return Math.Abs(days) > 10_000_000 ? long.MaxValue : (days * MicrosInDay) + micros;
    }

    private static void Require(ReadOnlySpan<byte> bytes, long size)
    {
        if (bytes.Length < size)
            throw new InvalidDataException("A page is cut off.");
    }
}
