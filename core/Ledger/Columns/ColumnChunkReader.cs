using System.Buffers;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>The expanded pages of one column in one row group. The memory is used again for the next row group.</summary>
internal sealed class ColumnChunkReader : IDisposable
{
    /// <summary>A row group's column is never larger; a damaged size must not ask for all the memory there is.</summary>
    private const int LargestPage = 1 << 29;

    private byte[] _bytes = [];
    private int _used;

    /// <summary>The dictionary's values in plain encoding; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Dictionary { get; private set; }

    public int DictionaryCount { get; private set; }

    /// <summary>Definition levels and values.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; }

    public PageEncoding Encoding { get; private set; }

    /// <summary>Expands the column's dictionary page, where there is one, and its data page.</summary>
    /// <exception cref="InvalidDataException">The pages are damaged, or not laid out as ledgers are.</exception>
    public void Load(ReadOnlySpan<byte> chunk, PageCodec codec, int rows, PageCompression compression)
    {
        _used = 0;
        DictionaryCount = 0;
        Dictionary = default;
        Page first = ReadHeader(ref chunk);
        Page second = default;
        ReadOnlySpan<byte> firstBytes = Take(ref chunk, first.CompressedSize), secondBytes = default;
        if (first.Kind == (int)PageKind.Dictionary)
        {
            second = ReadHeader(ref chunk);
            secondBytes = Take(ref chunk, second.CompressedSize);
        }
        EnsureRoom(checked(first.Size + second.Size));
        ReadOnlyMemory<byte> expanded = Expand(codec, firstBytes, first.Size, compression);
        Page data = first;
        if (first.Kind == (int)PageKind.Dictionary)
        {
            Dictionary = expanded;
            DictionaryCount = first.Values;
            expanded = Expand(codec, secondBytes, second.Size, compression);
            data = second;
        }
        if (data.Kind != (int)PageKind.Data || data.Values != rows)
            throw Broken();
        Data = expanded;
        Encoding = (PageEncoding)data.Encoding;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private ReadOnlyMemory<byte> Expand(PageCodec codec, ReadOnlySpan<byte> page, int size, PageCompression compression)
    {
        Memory<byte> target = _bytes.AsMemory(_used, size);
        compression.Expand(codec, page, target.Span);
        _used += size;
        return target;
    }

    private void EnsureRoom(int size)
    {
        if (_bytes.Length >= size)
            return;
        Dispose();
        _bytes = ArrayPool<byte>.Shared.Rent(size);
    }

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> chunk, int size)
    {
        if (size > chunk.Length)
            throw Broken();
        ReadOnlySpan<byte> taken = chunk[..size];
        chunk = chunk[size..];
        return taken;
    }

    private static Page ReadHeader(scoped ref ReadOnlySpan<byte> chunk)
    {
        var thrift = new ThriftCompactReader(chunk);
        var page = new Page(-1, 0, 0, 0, 0);
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            switch (id, type)
            {
                case (1, ThriftType.Int32):
                    page.Kind = thrift.ReadInt32();
                    break;
                case (2, ThriftType.Int32):
                    page.Size = thrift.ReadInt32();
                    break;
                case (3, ThriftType.Int32):
                    page.CompressedSize = thrift.ReadInt32();
                    break;
                case (5 or 7, ThriftType.Struct):
                    ReadCounts(ref thrift, ref page);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        if (page.Size is < 0 or > LargestPage || page.CompressedSize < 0 || page.Values < 0)
            throw Broken();
        chunk = chunk[thrift.Position..];
        return page;
    }

    private static void ReadCounts(ref ThriftCompactReader thrift, ref Page page)
    {
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            if ((id, type) == (1, ThriftType.Int32))
                page.Values = thrift.ReadInt32();
            else if ((id, type) == (2, ThriftType.Int32))
                page.Encoding = thrift.ReadInt32();
            else
                thrift.Skip(type);
        }
    }

    private static InvalidDataException Broken() => new("A page of the ledger file is damaged.");

    private record struct Page(int Kind, int Size, int CompressedSize, int Values, int Encoding);
}
