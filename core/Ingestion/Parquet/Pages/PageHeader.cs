using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ingestion.Parquet.Pages;

/// <summary>What stands before a page. Sizes of a damaged file are checked here, so that nobody asks for memory by them.</summary>
internal record struct PageHeader
{
    public const int DataPage = 0, DictionaryPage = 2, DataPageV2 = 3;
    private const int LargestPage = 1 << 29;

    public int Kind { get; private set; }

    /// <summary>Bytes of the page when expanded, levels included.</summary>
    public int Size { get; private set; }

    /// <summary>Bytes of the page in the file, levels included.</summary>
    public int StoredSize { get; private set; }

    /// <summary>Values, absent ones included; entries of a dictionary.</summary>
    public int Values { get; private set; }

    public int Encoding { get; private set; }

    /// <summary>How definition levels are encoded in a page of version 1.</summary>
    public int LevelEncoding { get; private set; }

    /// <summary>Bytes of levels in a page of version 2, where they are never compressed.</summary>
    public int LevelBytes { get; private set; }

    /// <summary>Whether the values of a page of version 2 are compressed.</summary>
    public bool IsCompressed { get; private set; }

    /// <summary>Takes a header off the bytes.</summary>
    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public static PageHeader Take(ref ReadOnlyMemory<byte> bytes)
    {
        var thrift = new ThriftCompactReader(bytes.Span);
        var header = new PageHeader { Kind = -1, IsCompressed = true };
        int repetitionBytes = 0;
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            switch (id, type)
            {
                case (1, ThriftType.Int32):
                    header.Kind = thrift.ReadInt32();
                    break;
                case (2, ThriftType.Int32):
                    header.Size = thrift.ReadInt32();
                    break;
                case (3, ThriftType.Int32):
                    header.StoredSize = thrift.ReadInt32();
                    break;
                case (5 or 7, ThriftType.Struct):
                    header.ReadVersion1(ref thrift);
                    break;
                case (8, ThriftType.Struct):
                    repetitionBytes = header.ReadVersion2(ref thrift);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        bool levelsFit = header.LevelBytes >= 0 && header.LevelBytes <= header.StoredSize && header.LevelBytes <= header.Size && repetitionBytes == 0;
        if (header.Size is < 0 or > LargestPage || header.StoredSize < 0 || header.Values < 0 || !levelsFit)
            throw new InvalidDataException("A page header is damaged.");
        bytes = bytes[thrift.Position..];
        return header;
    }

    private void ReadVersion1(ref ThriftCompactReader thrift)
    {
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            if ((id, type) == (1, ThriftType.Int32))
                Values = thrift.ReadInt32();
            else if ((id, type) == (2, ThriftType.Int32))
                Encoding = thrift.ReadInt32();
            else if ((id, type) == (3, ThriftType.Int32))
                LevelEncoding = thrift.ReadInt32();
            else
                thrift.Skip(type);
        }
    }

    private int ReadVersion2(ref ThriftCompactReader thrift)
    {
        int repetitionBytes = 0;
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            switch (id, type)
            {
                case (1, ThriftType.Int32):
                    Values = thrift.ReadInt32();
                    break;
                case (4, ThriftType.Int32):
                    Encoding = thrift.ReadInt32();
                    break;
                case (5, ThriftType.Int32):
                    LevelBytes = thrift.ReadInt32();
                    break;
                case (6, ThriftType.Int32):
                    repetitionBytes = thrift.ReadInt32();
                    break;
                case (7, ThriftType.True or ThriftType.False):
                    IsCompressed = type == ThriftType.True;
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        return repetitionBytes;
    }
}
