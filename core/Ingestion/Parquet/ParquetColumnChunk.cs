using System.Buffers;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>The values of one column in one row group, by row. Not thread-safe; memory is given back on disposal.</summary>
public sealed class ParquetColumnChunk : IDisposable
{
    private readonly ParquetCellText _text = new();
    private bool[] _isNull;
    private long[]? _longs;
    private double[]? _doubles;
    private ReadOnlyMemory<byte>[]? _bytes;

    internal ParquetColumnChunk(ParquetInputColumn column, int rows)
    {
        Column = column;
        Rows = rows;
        _isNull = ArrayPool<bool>.Shared.Rent(rows);
        switch (column.Storage)
        {
            case ParquetStorage.Bytes:
                _bytes = ArrayPool<ReadOnlyMemory<byte>>.Shared.Rent(rows);
                break;
            case ParquetStorage.Float or ParquetStorage.Double:
                _doubles = ArrayPool<double>.Shared.Rent(rows);
                break;
            default:
                _longs = ArrayPool<long>.Shared.Rent(rows);
                break;
        }
    }

    /// <summary>The column.</summary>
    public ParquetInputColumn Column { get; }

    /// <summary>Rows in the row group.</summary>
    public int Rows { get; }

    internal Span<bool> Nulls => _isNull.AsSpan(0, Rows);

    internal Span<long> Longs => _longs.AsSpan(0, Rows);

    internal Span<double> Doubles => _doubles.AsSpan(0, Rows);

    internal Span<ReadOnlyMemory<byte>> Bytes => _bytes.AsSpan(0, Rows);

    /// <summary>Whether the row has no value.</summary>
    public bool IsNull(int row) => Nulls[row];

    /// <summary>
    /// The value as UTF-8, empty where there is none: text as it is stored (not checked to be UTF-8), integers in full, decimals with
    /// their stated places, binary numbers by the shortest text that reads back the same (a whole one without a point),
    /// dates as 2024-12-31, timestamps as 2024-12-31T23:59:59.123456 with Z where they are UTC. Good until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Text(int row)
    {
        if (Nulls[row])
            return default;
        return Column.Storage switch
        {
            ParquetStorage.Bytes => _text.OfBytes(Column, Bytes[row].Span),
            ParquetStorage.Float or ParquetStorage.Double => _text.OfFloating(Column, Doubles[row]),
            _ => Column.Kind is ParquetColumnKind.Timestamp or ParquetColumnKind.Date
                ? TryMicros(row, out long micros) ? _text.OfMicros(Column, micros) : default
                : _text.OfLong(Column, Longs[row]),
        };
    }

    /// <summary>
    /// The value of an integer column (0 and 1 of a Boolean one); false where there is none, it does not fit, or the column is another.
    /// </summary>
    public bool TryInt64(int row, out long value)
    {
        value = 0;
        if (Nulls[row] || Column.Kind is not (ParquetColumnKind.Integer or ParquetColumnKind.Boolean))
            return false;
        value = Longs[row];
        return value >= 0 || !Column.IsUnsigned;
    }

    /// <summary>
    /// A number in ten-thousandths, halves rounded to even; binary numbers are rounded from their shortest decimal text. False where
    /// there is none, it is not finite or beyond DECIMAL(18,4), or the column is not numeric.
    /// </summary>
    public bool TryMoney(int row, out long tenThousandths)
    {
        tenThousandths = 0;
        if (Nulls[row])
            return false;
        return Column switch
        {
            { Kind: ParquetColumnKind.Integer, IsUnsigned: true } => ParquetMoney.TryOfScaled((ulong)Longs[row], 0, out tenThousandths),
            { Kind: ParquetColumnKind.Integer } => ParquetMoney.TryOfScaled(Longs[row], 0, out tenThousandths),
            { Kind: ParquetColumnKind.Decimal, Storage: ParquetStorage.Bytes } => ParquetMoney.TryOfBytes(Bytes[row].Span, Column.Scale, out tenThousandths),
            { Kind: ParquetColumnKind.Decimal } => ParquetMoney.TryOfScaled(Longs[row], Column.Scale, out tenThousandths),
            { Storage: ParquetStorage.Float } => ParquetMoney.TryOfSingle((float)Doubles[row], out tenThousandths),
            { Storage: ParquetStorage.Double } => ParquetMoney.TryOfDouble(Doubles[row], out tenThousandths),
            { IsHalf: true } => ParquetMoney.TryOfDouble((double)ParquetCellText.HalfOf(Bytes[row].Span), out tenThousandths),
            _ => false,
        };
    }

    /// <summary>
    /// A timestamp, or the start of a date, in microseconds since 1970-01-01T00:00 (finer parts cut off, towards the past); of what zone,
    /// <see cref="ParquetInputColumn.IsUtc"/> says. False where there is none, it is outside the years 1 to 9999, or the column is another.
    /// </summary>
    public bool TryMicros(int row, out long micros)
    {
        const long MicrosInDay = 86_400_000_000, First = -62_135_596_800_000_000, Last = 253_402_300_799_999_999;
        micros = 0;
        if (Nulls[row] || Column.Kind is not (ParquetColumnKind.Timestamp or ParquetColumnKind.Date))
            return false;
        Int128 value = Longs[row];
        value = Column switch
        {
            { Kind: ParquetColumnKind.Date } => value * MicrosInDay,
            { TicksPerSecond: 1_000 } => value * 1_000,
            { TicksPerSecond: 1_000_000_000 } => (value - (((value % 1_000) + 1_000) % 1_000)) / 1_000,
            _ => value,
        };
        if (value < First || value > Last)
            return false;
        micros = (long)value;
        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_isNull.Length > 0)
            ArrayPool<bool>.Shared.Return(_isNull);
        if (_longs is not null)
            ArrayPool<long>.Shared.Return(_longs);
        if (_doubles is not null)
            ArrayPool<double>.Shared.Return(_doubles);
        if (_bytes is not null)
            ArrayPool<ReadOnlyMemory<byte>>.Shared.Return(_bytes, clearArray: true);
        _isNull = [];
        (_longs, _doubles, _bytes) = (null, null, null);
    }
}
