using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ingestion.Parquet.Pages;

/// <summary>Decodes the values of a page, densely, into the rows of a chunk. What kind of value, the chunk's column says.</summary>
internal sealed class PageValues
{
    private const int Window = 4096;
    private readonly RunLengthDecoder _runs = new();
    private readonly DeltaDecoder _deltas = new();
    private readonly TextPages _texts = new();
    private readonly int[] _window = new int[Window];
    private long[] _longs = [];
    private double[] _doubles = [];
    private int _entries;
    private ParquetColumnChunk _chunk = null!;

    /// <summary>Begins a column; its dictionary, if any, comes before its values.</summary>
    public void Begin(ParquetColumnChunk chunk)
    {
        _chunk = chunk;
        _entries = 0;
        _texts.Begin(chunk);
    }

    public void ReadDictionary(ReadOnlyMemory<byte> values, int count)
    {
        // Every entry takes at least a bit, so that a damaged count does not ask for all the memory there is.
        if (count > values.Length * 8L)
            throw new InvalidDataException("A dictionary page is cut off.");
        _entries = count;
        switch (_chunk.Column.Storage)
        {
            case ParquetStorage.Bytes:
                _texts.ReadDictionary(values, count);
                break;
            case ParquetStorage.Float or ParquetStorage.Double:
                _doubles = Room(_doubles, count);
                PlainNumbers.Read(values.Span, _chunk.Column, _doubles.AsSpan(0, count));
                break;
            default:
                _longs = Room(_longs, count);
                PlainNumbers.Read(values.Span, _chunk.Column, _longs.AsSpan(0, count));
                break;
        }
    }

    /// <summary>Reads <paramref name="count"/> values into the rows from <paramref name="row"/> on.</summary>
    public void Read(PageEncoding encoding, ReadOnlyMemory<byte> values, int row, int count)
    {
        ParquetStorage storage = _chunk.Column.Storage;
        switch (encoding)
        {
            case PageEncoding.PlainDictionary or PageEncoding.RunLengthDictionary:
                ReadIndices(values, row, count);
                break;
            case PageEncoding.Plain or PageEncoding.DeltaLengthBytes or PageEncoding.DeltaBytes when storage == ParquetStorage.Bytes:
                _texts.Read(encoding, values, row, count);
                break;
            case PageEncoding.Plain when storage is ParquetStorage.Float or ParquetStorage.Double:
                PlainNumbers.Read(values.Span, _chunk.Column, _chunk.Doubles.Slice(row, count));
                break;
            case PageEncoding.Plain:
                PlainNumbers.Read(values.Span, _chunk.Column, _chunk.Longs.Slice(row, count));
                break;
            case PageEncoding.DeltaBinaryPacked when storage is ParquetStorage.Int32 or ParquetStorage.Int64:
                ReadDeltas(values, _chunk.Longs.Slice(row, count));
                break;
            case PageEncoding.RunLength when storage == ParquetStorage.Boolean:
                ReadBooleans(values, _chunk.Longs.Slice(row, count));
                break;
            case PageEncoding.ByteStreamSplit when storage is ParquetStorage.Float or ParquetStorage.Double:
                PlainNumbers.Read(PlainNumbers.Joined(values.Span, _chunk.Column, count), _chunk.Column, _chunk.Doubles.Slice(row, count));
                break;
            case PageEncoding.ByteStreamSplit when storage is ParquetStorage.Int32 or ParquetStorage.Int64:
                PlainNumbers.Read(PlainNumbers.Joined(values.Span, _chunk.Column, count), _chunk.Column, _chunk.Longs.Slice(row, count));
                break;
            default:
                throw new InvalidDataException($"Encoding {(int)encoding} of {storage} is not supported.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadIndices(ReadOnlyMemory<byte> values, int row, int count)
    {
        if (values.IsEmpty)
            throw new InvalidDataException("A page is cut off.");
        _runs.Begin(values[1..], values.Span[0]);
        for (int done = 0; done < count; done += Window)
        {
            Span<int> indices = _window.AsSpan(0, Math.Min(Window, count - done));
            _runs.Read(indices);
            foreach (int index in indices)
            {
                if ((uint)index >= (uint)_entries)
                    throw new InvalidDataException("A page refers to an entry that its dictionary does not have.");
            }
            switch (_chunk.Column.Storage)
            {
                case ParquetStorage.Bytes:
                    _texts.Look(indices, row + done);
                    break;
                case ParquetStorage.Float or ParquetStorage.Double:
                    Look(indices, _doubles, _chunk.Doubles.Slice(row + done, indices.Length));
                    break;
                default:
                    Look(indices, _longs, _chunk.Longs.Slice(row + done, indices.Length));
                    break;
            }
        }
    }

    private void ReadDeltas(ReadOnlyMemory<byte> values, Span<long> target)
    {
        _deltas.Begin(values);
        _deltas.Read(target);
        if (_chunk.Column.Storage != ParquetStorage.Int32)
            return;
        // Differences of 32-bit values wrap around at 32 bits.
        bool isUnsigned = _chunk.Column.IsUnsigned;
        foreach (ref long value in target)
            value = isUnsigned ? (uint)value : (int)value;
    }

    private void ReadBooleans(ReadOnlyMemory<byte> values, Span<long> target)
    {
        int length = values.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(values.Span);
        if (length < 0 || length > values.Length - sizeof(int))
            throw new InvalidDataException("A page is cut off.");
        _runs.Begin(values.Slice(sizeof(int), length), bitWidth: 1);
        for (int done = 0; done < target.Length; done += Window)
        {
            Span<int> bits = _window.AsSpan(0, Math.Min(Window, target.Length - done));
            _runs.Read(bits);
            for (int i = 0; i < bits.Length; i++)
                target[done + i] = bits[i];
        }
    }

    private static void Look<T>(ReadOnlySpan<int> indices, T[] dictionary, Span<T> target)
    {
        for (int i = 0; i < indices.Length; i++)
            target[i] = dictionary[indices[i]];
    }

    private static T[] Room<T>(T[] array, int count) => array.Length >= count ? array : new T[count];
}
