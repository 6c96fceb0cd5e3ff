using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>A byte array that grows and is used again: what encoders write to.</summary>
internal sealed class ByteSink
{
    private byte[] _bytes;

    public ByteSink(int capacity = 4096) => _bytes = GC.AllocateUninitializedArray<byte>(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Room for at least <paramref name="size"/> bytes, which count once <see cref="Advance"/> is called.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - Length < size)
            Grow(size);
        return _bytes.AsSpan(Length);
    }

    public void Advance(int size) => Length += size;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void WriteByte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);
        Length += 4;
    }

    public void WriteVarint(ulong value)
    {
        Span<byte> target = Reserve(10);
        int n = 0;
        while (value >= 0x80)
        {
            target[n++] = (byte)(value | 0x80);
            value >>= 7;
        }
        target[n++] = (byte)value;
        Length += n;
    }

    public void WriteZigZag(long value) => WriteVarint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Overwrites four bytes written before, where a length comes to be known only after its content.</summary>
    public void PatchInt32(int position, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(position), value);

    private void Grow(int size)
    {
        int needed = checked(Length + size);
        byte[] larger = GC.AllocateUninitializedArray<byte>(Math.Max(needed, (int)Math.Min((long)_bytes.Length * 2, Array.MaxLength)));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        _bytes = larger;
    }
}
