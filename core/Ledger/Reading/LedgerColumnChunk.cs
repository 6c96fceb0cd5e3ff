using System.Buffers.Binary;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>What the footer says of one column in one row group.</summary>
internal readonly record struct LedgerColumnChunk(long Start, long Length, PageCodec Codec, KeyRange? Keys)
{
    public static LedgerColumnChunk Read(ref ThriftCompactReader thrift)
    {
        LedgerColumnChunk chunk = default;
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            if ((id, type) == (3, ThriftType.Struct))
                chunk = ReadMetadata(ref thrift);
            else
                thrift.Skip(type);
        }
        return chunk;
    }

    private static LedgerColumnChunk ReadMetadata(ref ThriftCompactReader thrift)
    {
        long data = 0, dictionary = 0, length = 0;
        int codec = 0;
        KeyRange? keys = null;
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            switch (id, type)
            {
                case (4, ThriftType.Int32):
                    codec = thrift.ReadInt32();
                    break;
                case (7, ThriftType.Int64):
                    length = thrift.ReadInt64();
                    break;
                case (9, ThriftType.Int64):
                    data = thrift.ReadInt64();
                    break;
                case (11, ThriftType.Int64):
                    dictionary = thrift.ReadInt64();
                    break;
                case (12, ThriftType.Struct):
                    keys = ReadRange(ref thrift);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        return new LedgerColumnChunk(dictionary > 0 ? Math.Min(dictionary, data) : data, length, (PageCodec)codec, keys);
    }

    private static KeyRange? ReadRange(ref ThriftCompactReader thrift)
    {
        ulong? least = null, most = null;
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            if (type == ThriftType.Binary)
            {
                ReadOnlySpan<byte> value = thrift.ReadBinary();
                if (value.Length == 8 && id == 5)
                    most = BinaryPrimitives.ReadUInt64LittleEndian(value);
                if (value.Length == 8 && id == 6)
                    least = BinaryPrimitives.ReadUInt64LittleEndian(value);
            }
            else
            {
                thrift.Skip(type);
            }
        }
        return least is { } first && most is { } last ? new KeyRange(first, last) : null;
    }
}
