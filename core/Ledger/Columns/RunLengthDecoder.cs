using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Reads Parquet's RLE and bit-packing hybrid step by step.</summary>
internal sealed class RunLengthDecoder
{
    private ReadOnlyMemory<byte> _bytes;
    private int _at, _width, _runLeft, _runValue, _packedLeft, _packedAt;

    public void Begin(ReadOnlyMemory<byte> bytes, int bitWidth)
    {
        if (bitWidth is < 0 or > 31)
            throw Broken();
        _bytes = bytes;
        _width = bitWidth;
        _at = _runLeft = _packedLeft = 0;
    }

    /// <summary>The next values.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Span<int> target)
    {
        ReadOnlySpan<byte> bytes = _bytes.Span;
        int done = 0;
        while (done < target.Length)
        {
            if (_runLeft > 0)
            {
                int take = Math.Min(_runLeft, target.Length - done);
                target.Slice(done, take).Fill(_runValue);
                _runLeft -= take;
                done += take;
            }
            else if (_packedLeft > 0)
            {
                int take = Math.Min(_packedLeft, target.Length - done);
                Unpack(bytes, target.Slice(done, take));
                _packedLeft -= take;
                done += take;
            }
            else
            {
                NextRun(bytes);
            }
        }
    }

    private void NextRun(ReadOnlySpan<byte> bytes)
    {
        uint head = ReadVarint(bytes);
        int count = (int)(head >> 1);
        if ((head & 1) == 0)
        {
            int size = (_width + 7) / 8;
            if (count == 0 || bytes.Length - _at < size)
                throw Broken();
            _runValue = 0;
            for (int i = 0; i < size; i++)
                _runValue |= bytes[_at + i] << (8 * i);
            _at += size;
            _runLeft = count;
            return;
        }
        long packed = (long)count * _width;
        if (count == 0 || packed > bytes.Length - _at)
            throw Broken();
        _packedLeft = checked(count * 8);
        _packedAt = 0;
        _packedStart = _at;
        _at += (int)packed;
    }

    private int _packedStart;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Unpack(ReadOnlySpan<byte> bytes, Span<int> target)
    {
        int width = _width;
        uint mask = (uint)((1UL << width) - 1);
        long bit = (long)_packedAt * width;
        ref byte first = ref MemoryMarshal.GetReference(bytes);
        for (int i = 0; i < target.Length; i++)
        {
            int at = _packedStart + (int)(bit >> 3);
            // Eight bytes hold any value with its shift; near the end of the page fewer are there.
            ulong held = at + 8 <= bytes.Length
                ? Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at))
                : Tail(bytes[at..]);
            target[i] = (int)((uint)(held >> (int)(bit & 7)) & mask);
            bit += width;
        }
        _packedAt += target.Length;
    }

    private static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        ulong held = 0;
        for (int i = 0; i < Math.Min(8, bytes.Length); i++)
            held |= (ulong)bytes[i] << (8 * i);
        return held;
    }

    private uint ReadVarint(ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        for (int shift = 0; shift < 35 && _at < bytes.Length; shift += 7)
        {
            byte next = bytes[_at++];
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw Broken();
    }

    private static InvalidDataException Broken() => new("A page of packed values is damaged.");
}
