using System.Text;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Reads Thrift's compact protocol as far as Parquet uses it; unknown fields are skipped.</summary>
/// <exception cref="InvalidDataException">The bytes are not what the protocol allows.</exception>
internal ref struct ThriftCompactReader(ReadOnlySpan<byte> bytes)
{
    private const int DeepestSkip = 64;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    /// <summary>Moves to the next field of the struct whose last field was <paramref name="id"/> (0 at its start).</summary>
    public bool NextField(ref short id, out ThriftType type)
    {
        byte head = ReadByte();
        type = (ThriftType)(head & 0x0F);
        if (head == 0)
            return false;
        int step = head >> 4;
        id = step == 0 ? (short)ReadZigZag() : (short)(id + step);
        return true;
    }

    public int BeginList(out ThriftType element)
    {
        byte head = ReadByte();
        element = (ThriftType)(head & 0x0F);
        ulong count = head >> 4 == 15 ? ReadVarint() : (ulong)(head >> 4);
        if (count > (ulong)(_bytes.Length - Position))
            throw Broken();
        return (int)count;
    }

    public int ReadInt32() => checked((int)ReadZigZag());

    public long ReadInt64() => ReadZigZag();

    public ReadOnlySpan<byte> ReadBinary()
    {
        ulong length = ReadVarint();
        if (length > (ulong)(_bytes.Length - Position))
            throw Broken();
        ReadOnlySpan<byte> value = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return value;
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadBinary());

    public void Skip(ThriftType type, int depth = 0)
    {
        if (depth > DeepestSkip)
            throw Broken();
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Byte:
                ReadByte();
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                ReadVarint();
                break;
            case ThriftType.Binary:
                ReadBinary();
                break;
            case ThriftType.Double:
                for (int i = 0; i < 8; i++)
                    ReadByte();
                break;
            case ThriftType.List or ThriftType.Set:
                int count = BeginList(out ThriftType element);
                for (int i = 0; i < count; i++)
                {
                    if (element is ThriftType.True or ThriftType.False)
                        ReadByte();
                    else
                        Skip(element, depth + 1);
                }
                break;
            case ThriftType.Struct:
                short id = 0;
                while (NextField(ref id, out ThriftType field))
                    Skip(field, depth + 1);
                break;
            default:
                throw Broken();
        }
    }

    private long ReadZigZag()
    {
        ulong value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw Broken();
    }

    private byte ReadByte() => Position < _bytes.Length ? _bytes[Position++] : throw Broken();

    private static InvalidDataException Broken() => new("The metadata of the Parquet file is damaged.");
}
