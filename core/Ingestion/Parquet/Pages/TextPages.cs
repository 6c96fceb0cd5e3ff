using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ingestion.Parquet.Pages;

/// <summary>
/// Finds the texts in the pages of a column. They stay where they are, in the chunk's memory; a row gets only the place of its text. On
/// the way it is found out whether all of them are UTF-8: a text of a dictionary is looked at once, however often it occurs.
/// </summary>
internal sealed class TextPages
{
    private readonly DeltaDecoder _deltas = new();
    private int[] _starts = [];
    private int[] _lengths = [];
    private long[] _sizes = [];
    private ParquetColumnChunk _chunk = null!;

    public void Begin(ParquetColumnChunk chunk) => _chunk = chunk;

    /// <summary>Notes where the entries of a dictionary lie.</summary>
    public void ReadDictionary(ReadOnlyMemory<byte> values, int count)
    {
        if (_starts.Length < count)
            (_starts, _lengths) = (new int[count], new int[count]);
        ReadPlain(values.Span, _starts.AsSpan(0, count), _lengths.AsSpan(0, count));
    }

    /// <summary>Gives rows the places of their dictionary entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Look(ReadOnlySpan<int> indices, int row)
    {
        Span<int> starts = _chunk.Starts.Slice(row, indices.Length), lengths = _chunk.Lengths.Slice(row, indices.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            starts[i] = _starts[indices[i]];
            lengths[i] = _lengths[indices[i]];
        }
    }

    /// <summary>Gives rows the places of their texts in a page.</summary>
    public void Read(PageEncoding encoding, ReadOnlyMemory<byte> values, int row, int count)
    {
        Span<int> starts = _chunk.Starts.Slice(row, count), lengths = _chunk.Lengths.Slice(row, count);
        if (encoding == PageEncoding.Plain)
            ReadPlain(values.Span, starts, lengths);
        else if (_chunk.Column.FixedLength == 0 || encoding == PageEncoding.DeltaBytes)
            ReadDelta(values, starts, lengths, hasPrefixes: encoding == PageEncoding.DeltaBytes);
        else
            throw new InvalidDataException("Bytes of fixed length cannot be in this encoding.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadPlain(ReadOnlySpan<byte> values, Span<int> starts, Span<int> lengths)
    {
        int origin = _chunk.UsedBytes - values.Length, at = 0;
        int fixedLength = _chunk.Column.FixedLength;
        for (int i = 0; i < starts.Length; i++)
        {
            int length = fixedLength;
            if (fixedLength == 0)
            {
                length = values.Length - at < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(values[at..]);
                at += sizeof(int);
            }
            if (length < 0 || length > values.Length - at)
                throw new InvalidDataException("A page is cut off.");
            starts[i] = origin + at;
            lengths[i] = length;
            at += length;
        }
        // Lengths below 128 are ASCII too, so mostly one look at the whole page will do.
        if (!Ascii.IsValid(values))
            CheckEach(starts, lengths);
    }

    private void ReadDelta(ReadOnlyMemory<byte> values, Span<int> starts, Span<int> lengths, bool hasPrefixes)
    {
        int count = starts.Length;
        if (_sizes.Length < count * 2)
            _sizes = new long[count * 2];
        Span<long> prefixes = _sizes.AsSpan(0, count), suffixes = _sizes.AsSpan(count, count);
        prefixes.Clear();
        if (hasPrefixes)
            values = ReadSizes(values, prefixes);
        values = ReadSizes(values, suffixes);
        int origin = _chunk.UsedBytes - values.Length, at = 0;
        for (int i = 0; i < count; i++)
        {
            if (suffixes[i] < 0 || suffixes[i] > values.Length - at)
                throw new InvalidDataException("A page is cut off.");
            starts[i] = origin + at;
            lengths[i] = (int)suffixes[i];
            at += lengths[i];
        }
        if (hasPrefixes)
            AddPrefixes(prefixes, starts, lengths);
        CheckEach(starts, lengths);
    }

    private ReadOnlyMemory<byte> ReadSizes(ReadOnlyMemory<byte> values, Span<long> sizes)
    {
        _deltas.Begin(values);
        _deltas.Read(sizes);
        return values[_deltas.Position..];
    }

    // Each text begins like the one before it, so it has to be put together in memory of its own.
    private void AddPrefixes(ReadOnlySpan<long> prefixes, Span<int> starts, Span<int> lengths)
    {
        int previousStart = 0, previousLength = 0;
        for (int i = 0; i < starts.Length; i++)
        {
            if (prefixes[i] < 0 || prefixes[i] > previousLength)
                throw new InvalidDataException("A text refers to more than the text before it has.");
            int prefix = (int)prefixes[i];
            if (prefix > 0)
            {
                Span<byte> text = _chunk.Append(prefix + lengths[i]).Span;
                int start = _chunk.UsedBytes - text.Length;
                _chunk.BytesAt(previousStart, prefix).CopyTo(text);
                _chunk.BytesAt(starts[i], lengths[i]).CopyTo(text[prefix..]);
                (starts[i], lengths[i]) = (start, text.Length);
            }
            (previousStart, previousLength) = (starts[i], lengths[i]);
        }
    }

    private void CheckEach(ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths)
    {
        for (int i = 0; i < starts.Length && _chunk is { TextIsValid: true, Column.IsText: true }; i++)
            _chunk.TextIsValid = Utf8.IsValid(_chunk.BytesAt(starts[i], lengths[i]));
    }
}
