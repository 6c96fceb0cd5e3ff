using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// Encodes a column of 64-bit numbers: by a dictionary where few values occur often, else as packed differences.
/// Packed numbers hardly compress further, so they are left as they are.
/// </summary>
internal sealed class NumberColumnEncoder
{
    private const int SlotBits = 13;

    /// <summary>A dictionary that would hold more values than this is not begun.</summary>
    private const int MostDistinct = 1 << (SlotBits - 1);

    private readonly ByteSink _dictionary = new();
    private readonly ByteSink _page = new();
    private readonly long[] _slotValues = new long[1 << SlotBits];
    private readonly int[] _slotPlaces = new int[1 << SlotBits];
    private int[] _places = [];

    public void Write(ColumnChunkWriter writer, ReadOnlySpan<long> values, bool namesRange)
    {
        if (_places.Length < values.Length)
            _places = new int[values.Length];
        _page.Clear();
        writer.BeginColumn(PageCodec.Uncompressed);
        int distinct = FindPlaces(values, Math.Min(MostDistinct, values.Length / 4));
        if (distinct > 0)
        {
            writer.WriteDictionary(_dictionary.Written, distinct);
            int width = RunLengthEncoder.BitWidth(distinct);
            _page.WriteByte((byte)width);
            RunLengthEncoder.Write(_page, _places.AsSpan(0, values.Length), width);
            writer.WriteData(_page.Written, values.Length, PageEncoding.RunLengthDictionary);
        }
        else
        {
            DeltaEncoder.Write(_page, values);
            writer.WriteData(_page.Written, values.Length, PageEncoding.DeltaBinaryPacked);
        }
        writer.EndColumn(range: namesRange && values.Length > 0 ? Range(values) : null);
    }

    // Gives up with 0 as soon as there are more distinct values than allowed, which for a column of all different
    // values is soon.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FindPlaces(ReadOnlySpan<long> values, int most)
    {
        Array.Clear(_slotPlaces);
        _dictionary.Clear();
        int distinct = 0;
        for (int i = 0; i < values.Length; i++)
        {
            long value = values[i];
            int slot = (int)((ulong)value * 0x9E3779B97F4A7C15 >> (64 - SlotBits));
            while (_slotPlaces[slot] != 0 && _slotValues[slot] != value)
                slot = (slot + 1) & ((1 << SlotBits) - 1);
            if (_slotPlaces[slot] == 0)
            {
                if (distinct == most)
                    return 0;
                _slotPlaces[slot] = ++distinct;
                _slotValues[slot] = value;
                BinaryPrimitives.WriteInt64LittleEndian(_dictionary.Reserve(8), value);
                _dictionary.Advance(8);
            }
            _places[i] = _slotPlaces[slot] - 1;
        }
        return distinct;
    }

    private static (ulong Least, ulong Most) Range(ReadOnlySpan<long> values)
    {
        (long least, long most) = NumberRange.Of(values);
        return ((ulong)least, (ulong)most);
    }
}
