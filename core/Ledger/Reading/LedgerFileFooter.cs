using System.Buffers.Binary;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>Where the parts of a ledger file lie.</summary>
internal sealed class LedgerFileFooter
{
    private LedgerFileFooter(IReadOnlyList<string> columns, IReadOnlyList<Group> groups)
    {
        Columns = columns;
        Groups = groups;
    }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<Group> Groups { get; }

    /// <summary>A row group: its bytes in the file, its rows, its keys, and its columns with offsets from its start.</summary>
    public sealed record Group(long Offset, int Length, int Rows, KeyRange Keys, IReadOnlyList<Chunk> Columns);

    /// <summary>A column of a row group.</summary>
    public readonly record struct Chunk(int Start, int Length, PageCodec Codec);

    /// <summary>Place of an attribute's column; -1 where the file has none.</summary>
    public int AttributeColumn(string name)
    {
        for (int i = LedgerLayout.FirstTextColumn + LedgerLayout.FixedTexts; i < Columns.Count; i++)
        {
            if (Columns[i] == name)
                return i;
        }
        return -1;
    }

    /// <summary>Reads the footer of a file in a store.</summary>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or not a ledger file of a known layout.</exception>
    public static async Task<LedgerFileFooter> ReadAsync(ILedgerStore store, string name, CancellationToken cancellationToken)
    {
        Stream stream = await store.OpenReadAsync(name, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
            return await ReadAsync(stream, name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the footer of a file that this project wrote.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or not a ledger file of a known layout.</exception>
    public static async Task<LedgerFileFooter> ReadAsync(Stream stream, string name, CancellationToken cancellationToken)
    {
        const int Tail = 64 << 10, EndSize = 8;
        long length = stream.Length;
        if (length < EndSize + LedgerFooter.Magic.Length)
            throw Broken(name);
        byte[] tail = await ReadAtAsync(stream, length - Math.Min(length, Tail), (int)Math.Min(length, Tail), cancellationToken).ConfigureAwait(false);
        int size = BinaryPrimitives.ReadInt32LittleEndian(tail.AsSpan(tail.Length - EndSize));
        if (!tail.AsSpan().EndsWith(LedgerFooter.Magic) || size < 0 || size > length - EndSize)
            throw Broken(name);
        if (size > tail.Length - EndSize)
            tail = await ReadAtAsync(stream, length - EndSize - size, size + EndSize, cancellationToken).ConfigureAwait(false);
        try
        {
            return Parse(tail.AsSpan(tail.Length - EndSize - size, size), length);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new InvalidDataException($"'{name}' is damaged or not a ledger file.", e);
        }
    }

    private static async Task<byte[]> ReadAtAsync(Stream stream, long offset, int count, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        stream.Position = offset;
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    private static LedgerFileFooter Parse(ReadOnlySpan<byte> bytes, long fileLength)
    {
        var thrift = new ThriftCompactReader(bytes);
        var columns = new List<string>();
        var groups = new List<Group>();
        bool known = false;
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            switch (id, type)
            {
                case (2, ThriftType.List):
                    int elements = thrift.BeginList(out _);
                    for (int i = 0; i < elements; i++)
                    {
                        string column = ReadSchemaName(ref thrift);
                        if (i > 0)
                            columns.Add(column);
                    }
                    break;
                case (4, ThriftType.List):
                    int count = thrift.BeginList(out _);
                    for (int i = 0; i < count; i++)
                        groups.Add(ReadGroup(ref thrift, fileLength));
                    break;
                case (5, ThriftType.List):
                    int pairs = thrift.BeginList(out _);
                    for (int i = 0; i < pairs; i++)
                        known |= ReadPair(ref thrift) == (LedgerFooter.LayoutName, LedgerFooter.LayoutVersion);
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        if (!known || columns.Count < LedgerLayout.FirstTextColumn || groups.Any(group => group.Columns.Count != columns.Count))
            throw new InvalidDataException("The columns are not those of a ledger file.");
        return new LedgerFileFooter(columns, groups);
    }

    private static string ReadSchemaName(ref ThriftCompactReader thrift)
    {
        string name = "";
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            if ((id, type) == (4, ThriftType.Binary))
                name = thrift.ReadText();
            else
                thrift.Skip(type);
        }
        return name;
    }

    private static (string Key, string Value) ReadPair(ref ThriftCompactReader thrift)
    {
        string key = "", value = "";
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            if ((id, type) == (1, ThriftType.Binary))
                key = thrift.ReadText();
            else if ((id, type) == (2, ThriftType.Binary))
                value = thrift.ReadText();
            else
                thrift.Skip(type);
        }
        return (key, value);
    }

    private static Group ReadGroup(ref ThriftCompactReader thrift, long fileLength)
    {
        var columns = new List<LedgerColumnChunk>();
        long rows = -1;
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            switch (id, type)
            {
                case (1, ThriftType.List):
                    int count = thrift.BeginList(out _);
                    for (int i = 0; i < count; i++)
                        columns.Add(LedgerColumnChunk.Read(ref thrift));
                    break;
                case (3, ThriftType.Int64):
                    rows = thrift.ReadInt64();
                    break;
                default:
                    thrift.Skip(type);
                    break;
            }
        }
        if (columns.Count == 0 || rows is < 0 or > int.MaxValue || columns[LedgerLayout.KeyColumn].Keys is not { } keys)
            throw new InvalidDataException("A row group has no rows or names no keys.");
        long start = columns.Min(column => column.Start), end = columns.Max(column => column.Start + column.Length);
        if (start < LedgerFooter.Magic.Length || end > fileLength || columns.Any(column => column.Length < 0))
            throw new InvalidDataException("A row group lies outside the file.");
        int length = checked((int)(end - start));
        return new Group(start, length, (int)rows, keys, [.. columns.Select(column => new Chunk((int)(column.Start - start), (int)column.Length, column.Codec))]);
    }

    private static InvalidDataException Broken(string name) => new($"'{name}' is damaged or not a ledger file.");
}
