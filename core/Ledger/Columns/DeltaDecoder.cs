using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Reads Parquet's DELTA_BINARY_PACKED step by step.</summary>
internal sealed class DeltaDecoder
{
    private const int MostMiniblocks = 64;
    private readonly byte[] _widths = new byte[MostMiniblocks];
    private long[] _block = [];
    private ReadOnlyMemory<byte> _bytes;
    private int _at, _blockSize, _miniblocks, _left, _blockAt, _blockCount;
    private long _value;
    private bool _firstIsDue;

    /// <summary>Where the next block begins; behind the last value, where the values end.</summary>
    public int Position => _at;

    public void Begin(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        _at = 0;
        ReadOnlySpan<byte> span = bytes.Span;
        ulong blockSize = ReadVarint(span), miniblocks = ReadVarint(span), count = ReadVarint(span);
        if (blockSize is 0 or > 65_536 || blockSize % 128 != 0 || miniblocks is 0 or > MostMiniblocks || blockSize % (miniblocks * 32) != 0 || count > int.MaxValue)
            throw Broken();
        _blockSize = (int)blockSize;
        _miniblocks = (int)miniblocks;
        _left = (int)count;
        _value = ReadZigZag(span);
        _firstIsDue = true;
        _blockAt = _blockCount = 0;
        if (_block.Length < _blockSize)
            _block = new long[_blockSize];
    }

    /// <summary>The next values.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(Span<long> target)
    {
        if (target.Length > _left)
            throw Broken();
        _left -= target.Length;
        int done = 0;
        if (_firstIsDue && target.Length > 0)
        {
            target[done++] = _value;
            _firstIsDue = false;
        }
        while (done < target.Length)
        {
            if (_blockAt == _blockCount)
                ReadBlock(target.Length - done + _left);
            int take = Math.Min(_blockCount - _blockAt, target.Length - done);
            foreach (long delta in _block.AsSpan(_blockAt, take))
            {
                _value = unchecked(_value + delta);
                target[done++] = _value;
            }
            _blockAt += take;
        }
    }

    private void ReadBlock(int valuesLeft)
    {
        ReadOnlySpan<byte> bytes = _bytes.Span;
        long least = ReadZigZag(bytes);
        if (bytes.Length - _at < _miniblocks)
            throw Broken();
        bytes.Slice(_at, _miniblocks).CopyTo(_widths);
        _at += _miniblocks;
        int size = _blockSize / _miniblocks;
        _blockAt = 0;
        _blockCount = Math.Min(_blockSize, valuesLeft);
        for (int m = 0; m * size < _blockCount; m++)
        {
            int width = _widths[m], packed = size / 8 * width;
            if (width > 64 || packed > bytes.Length - _at)
                throw Broken();
            Unpack(bytes.Slice(_at, packed), width, least, _block.AsSpan(m * size, size));
            _at += packed;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Unpack(ReadOnlySpan<byte> packed, int width, long least, Span<long> target)
    {
        if (width == 0)
        {
            target.Fill(least);
            return;
        }
        ulong mask = width == 64 ? ulong.MaxValue : (1UL << width) - 1;
        ulong held = 0;
        int bits = 0, at = 0;
        foreach (ref long delta in target)
        {
            ulong value = held;
            if (bits < width)
            {
                ulong next = packed.Length - at >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(packed[at..]) : Tail(packed[at..]);
                at += 8;
                value |= bits == 0 ? next : next << bits;
                int used = width - bits;
                held = used == 64 ? 0 : next >> used;
                bits = 64 - used;
            }
            else
            {
                held >>= width;
                bits -= width;
            }
            delta = unchecked((long)(value & mask) + least);
        }
    }

    private static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        ulong held = 0;
        for (int i = 0; i < bytes.Length; i++)
            held |= (ulong)bytes[i] << (8 * i);
        return held;
    }

    private long ReadZigZag(ReadOnlySpan<byte> bytes)
    {
        ulong value = ReadVarint(bytes);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && _at < bytes.Length; shift += 7)
        {
            byte next = bytes[_at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw Broken();
    }

    private static InvalidDataException Broken() => new("A page of packed differences is damaged.");
}
