using System.Buffers;
using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>The values of one column in one row group, by row. Not thread-safe; memory is given back on disposal.</summary>
public sealed class ParquetColumnChunk : IDisposable
{
    private const long MicrosInSecond = 1_000_000, MicrosInDay = 86_400_000_000, FirstMicros = -62_135_596_800_000_000, LastMicros = 253_402_300_799_999_999;
    private readonly ParquetCellText _text = new();
    private readonly bool _isText;
    private readonly long _moneyFactor, _mostWhole, _ticksInMicro, _microsInUnit, _firstUnit, _lastUnit;
    private bool[] _isNull;
    private long[]? _longs;
    private double[]? _doubles;
    private int[] _starts = [];
    private int[] _lengths = [];
    private byte[] _bytes = [];

    internal ParquetColumnChunk(ParquetInputColumn column, int rows)
    {
        Column = column;
        Rows = rows;
        _isText = column.IsText;
        _moneyFactor = ParquetMoney.FactorOf(column);
        _mostWhole = _moneyFactor == 0 ? 0 : Money.MaxRowTenThousandths / _moneyFactor;
        _ticksInMicro = column.TicksPerSecond / MicrosInSecond;
        _microsInUnit = column switch
        {
            { Kind: ParquetColumnKind.Date } => MicrosInDay,
            { TicksPerSecond: > 0 and < MicrosInSecond } => MicrosInSecond / column.TicksPerSecond,
            _ => 1,
        };
        (_firstUnit, _lastUnit) = (FirstMicros / _microsInUnit, LastMicros / _microsInUnit);
        _isNull = ArrayPool<bool>.Shared.Rent(rows);
        Nulls.Clear();
        switch (column.Storage)
        {
            case ParquetStorage.Bytes:
                _starts = ArrayPool<int>.Shared.Rent(rows);
                _lengths = ArrayPool<int>.Shared.Rent(rows);
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

    /// <summary>Whether every text is known to be UTF-8; bytes that are no text do not count.</summary>
    internal bool TextIsValid { get; set; } = true;

    internal Span<bool> Nulls => _isNull.AsSpan(0, Rows);

    internal Span<long> Longs => _longs.AsSpan(0, Rows);

    internal Span<double> Doubles => _doubles.AsSpan(0, Rows);

    /// <summary>Where the bytes of each row begin in the memory of the chunk.</summary>
    internal Span<int> Starts => _starts.AsSpan(0, Rows);

    /// <summary>How many bytes each row has.</summary>
    internal Span<int> Lengths => _lengths.AsSpan(0, Rows);

    /// <summary>Bytes of the chunk's memory that are in use.</summary>
    internal int UsedBytes { get; private set; }

    /// <summary>More memory at the end of what is in use; what was appended before may move, so places count, not spans.</summary>
    internal Memory<byte> Append(int size)
    {
        int needed = checked(UsedBytes + size);
        if (_bytes.Length < needed)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, (int)Math.Min(_bytes.Length * 2L, Array.MaxLength)));
            _bytes.AsSpan(0, UsedBytes).CopyTo(larger);
            if (_bytes.Length > 0)
                ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        Memory<byte> room = _bytes.AsMemory(UsedBytes, size);
        UsedBytes = needed;
        return room;
    }

    /// <summary>The chunk's memory; moves when more is appended.</summary>
    internal byte[] Memory => _bytes;

    internal ReadOnlySpan<byte> BytesAt(int start, int length) => _bytes.AsSpan(start, length);

    /// <summary>Moves the dense values of the rows from <paramref name="first"/> on to the rows that have one.</summary>
    internal void Spread(int first, int rows, int present)
    {
        int from = first + present;
        for (int row = first + rows - 1; row >= first; row--)
        {
            bool isNull = _isNull[row];
            if (!isNull)
                from--;
            if (_longs is not null)
                _longs[row] = isNull ? 0 : _longs[from];
            else if (_doubles is not null)
                _doubles[row] = isNull ? 0 : _doubles[from];
            else
                (_starts[row], _lengths[row]) = isNull ? (0, 0) : (_starts[from], _lengths[from]);
        }
    }

    /// <summary>Whether the row has no value.</summary>
    public bool IsNull(int row) => Nulls[row];

    /// <summary>
    /// The value as UTF-8, empty where there is none: text as it is stored (not checked to be UTF-8), integers in full, decimals with
    /// their stated places, binary numbers by the shortest text that reads back the same (a whole one without a point),
    /// dates as 2024-12-31, timestamps as 2024-12-31T23:59:59.123456 with Z where they are UTC. Good until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Text(int row) => _isText ? Bytes(row) : TextOfOther(row);

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
        if (_moneyFactor > 0)
        {
            long whole = Longs[row];
            if (whole < -_mostWhole || whole > _mostWhole)
                return false;
            tenThousandths = whole * _moneyFactor;
            return true;
        }
        return Column switch
        {
            { Kind: ParquetColumnKind.Integer, IsUnsigned: true } => ParquetMoney.TryOfScaled((ulong)Longs[row], 0, out tenThousandths),
            { Kind: ParquetColumnKind.Integer } => ParquetMoney.TryOfScaled(Longs[row], 0, out tenThousandths),
            { Kind: ParquetColumnKind.Decimal, Storage: ParquetStorage.Bytes } => ParquetMoney.TryOfBytes(Bytes(row), Column.Scale, out tenThousandths),
            { Kind: ParquetColumnKind.Decimal } => ParquetMoney.TryOfScaled(Longs[row], Column.Scale, out tenThousandths),
            { Storage: ParquetStorage.Float } => ParquetMoney.TryOfSingle((float)Doubles[row], out tenThousandths),
            { Storage: ParquetStorage.Double } => ParquetMoney.TryOfDouble(Doubles[row], out tenThousandths),
            { IsHalf: true } => ParquetMoney.TryOfDouble((double)ParquetCellText.HalfOf(Bytes(row)), out tenThousandths),
            _ => false,
        };
    }

    /// <summary>
    /// A number in ten-thousandths, where it is one of them exactly and can be had without going by its text; false says nothing of other numbers.
    /// </summary>
    internal bool TryExact(int row, out long tenThousandths)
    {
        const double LargestOfFifteenDigits = 1e15;
        tenThousandths = 0;
        if (_moneyFactor > 0)
            return TryMoney(row, out tenThousandths);
        if (Column.Storage != ParquetStorage.Double || Nulls[row])
            return false;
        // A decimal of at most fifteen digits that reads as the number is the shortest that does, and so is what the number stands for.
        double scaled = Math.Round(Doubles[row] * Money.Scale);
        if (!(Math.Abs(scaled) < LargestOfFifteenDigits) || scaled / Money.Scale != Doubles[row])
            return false;
        tenThousandths = (long)scaled;
        return true;
    }

    /// <summary>
    /// A timestamp, or the start of a date, in microseconds since 1970-01-01T00:00 (finer parts cut off, towards the past); of what zone,
    /// <see cref="ParquetInputColumn.IsUtc"/> says. False where there is none, it is outside the years 1 to 9999, or the column is another.
    /// </summary>
    public bool TryMicros(int row, out long micros)
    {
        micros = 0;
        if (Nulls[row] || Column.Kind is not (ParquetColumnKind.Timestamp or ParquetColumnKind.Date))
            return false;
        long value = Longs[row];
        (long whole, bool isCut) = _ticksInMicro > 1 ? (value / _ticksInMicro, value % _ticksInMicro < 0) : (value, false);
        if (whole < _firstUnit || whole > _lastUnit)
            return false;
        micros = (whole * _microsInUnit) - (isCut ? 1 : 0);
        return true;
    }

    /// <summary>The money of many rows at once; false where one of them has none, is not whole units of the column, or does not fit.</summary>
    internal bool TryMoney(int first, Span<long> tenThousandths) => _moneyFactor > 0 && TryScale(first, tenThousandths, _moneyFactor, -_mostWhole, _mostWhole);

    /// <summary>The instants of many rows at once; false where one of them has none, or it takes more than a multiplication.</summary>
    internal bool TryMicros(int first, Span<long> micros) => _ticksInMicro <= 1 && TryScale(first, micros, _microsInUnit, _firstUnit, _lastUnit);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryScale(int first, Span<long> scaled, long factor, long least, long most)
    {
        ReadOnlySpan<long> values = Longs.Slice(first, scaled.Length);
        if (Nulls.Slice(first, scaled.Length).Contains(true))
            return false;
        (long lowest, long highest) = NumberRange.Of(values);
        if (lowest < least || highest > most)
            return false;
        for (int i = 0; i < values.Length && i < scaled.Length; i++)
            scaled[i] = values[i] * factor;
        return true;
    }

    private ReadOnlySpan<byte> TextOfOther(int row)
    {
        if (Nulls[row])
            return default;
        return Column.Storage switch
        {
            ParquetStorage.Bytes => _text.OfBytes(Column, Bytes(row)),
            ParquetStorage.Float or ParquetStorage.Double => _text.OfFloating(Column, Doubles[row]),
            _ => Column.Kind is ParquetColumnKind.Timestamp or ParquetColumnKind.Date
                ? TryMicros(row, out long micros) ? _text.OfMicros(Column, micros) : default
                : _text.OfLong(Column, Longs[row]),
        };
    }

    private ReadOnlySpan<byte> Bytes(int row) => _bytes.AsSpan(_starts[row], _lengths[row]);

    /// <inheritdoc />
    public void Dispose()
    {
        if (_isNull.Length > 0)
            ArrayPool<bool>.Shared.Return(_isNull);
        if (_longs is not null)
            ArrayPool<long>.Shared.Return(_longs);
        if (_doubles is not null)
            ArrayPool<double>.Shared.Return(_doubles);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        if (_starts.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_starts);
            ArrayPool<int>.Shared.Return(_lengths);
        }
        (_isNull, _bytes, _starts, _lengths) = ([], [], [], []);
        (_longs, _doubles) = (null, null);
    }
}
