using System.Buffers.Binary;
using System.Collections.Frozen;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>
/// Checks that a footer is whole and that every known field of it has the type that the format gives it, before a reader trusts
/// it: one that runs past the end of a damaged footer may never come back.
/// </summary>
internal static class ParquetFooterCheck
{
    private const int EndSize = 8;
    private const int DeepestStruct = 16;

    private static readonly Shape Empty = new();
    private static readonly Shape KeyValue = new((1, ThriftType.Binary), (2, ThriftType.Binary));
    private static readonly Shape TimeUnit = new((1, Empty), (2, Empty), (3, Empty));
    private static readonly Shape Time = new((1, ThriftType.True), (2, TimeUnit));
    private static readonly Shape Decimal = new((1, ThriftType.Int32), (2, ThriftType.Int32));
    private static readonly Shape Integer = new((1, ThriftType.Byte), (2, ThriftType.True));

    private static readonly Shape LogicalType = new(
        (1, Empty), (2, Empty), (3, Empty), (4, Empty), (5, Decimal), (6, Empty), (7, Time), (8, Time), (10, Integer),
        (11, Empty), (12, Empty), (13, Empty), (14, Empty), (15, Empty));

    private static readonly Shape SchemaElement = new(
        (1, ThriftType.Int32), (2, ThriftType.Int32), (3, ThriftType.Int32), (4, ThriftType.Binary), (5, ThriftType.Int32), (6, ThriftType.Int32),
        (7, ThriftType.Int32), (8, ThriftType.Int32), (9, ThriftType.Int32), (10, LogicalType));

    private static readonly Shape Statistics = new(
        (1, ThriftType.Binary), (2, ThriftType.Binary), (3, ThriftType.Int64), (4, ThriftType.Int64), (5, ThriftType.Binary), (6, ThriftType.Binary),
        (7, ThriftType.True), (8, ThriftType.True));

    private static readonly Shape EncodingStats = new((1, ThriftType.Int32), (2, ThriftType.Int32), (3, ThriftType.Int32));
    private static readonly Shape SizeStatistics = new((1, ThriftType.Int64), (2, Field.ListOf(ThriftType.Int64)), (3, Field.ListOf(ThriftType.Int64)));

    private static readonly Shape ColumnMetaData = new(
        (1, ThriftType.Int32), (2, Field.ListOf(ThriftType.Int32)), (3, Field.ListOf(ThriftType.Binary)), (4, ThriftType.Int32), (5, ThriftType.Int64),
        (6, ThriftType.Int64), (7, ThriftType.Int64), (8, Field.ListOf(KeyValue)), (9, ThriftType.Int64), (10, ThriftType.Int64), (11, ThriftType.Int64),
        (12, Statistics), (13, Field.ListOf(EncodingStats)), (14, ThriftType.Int64), (15, ThriftType.Int32), (16, SizeStatistics));

    private static readonly Shape ColumnChunk = new(
        (1, ThriftType.Binary), (2, ThriftType.Int64), (3, ColumnMetaData), (4, ThriftType.Int64), (5, ThriftType.Int32), (6, ThriftType.Int64),
        (7, ThriftType.Int32), (9, ThriftType.Binary));

    private static readonly Shape SortingColumn = new((1, ThriftType.Int32), (2, ThriftType.True), (3, ThriftType.True));

    private static readonly Shape RowGroup = new(
        (1, Field.ListOf(ColumnChunk)), (2, ThriftType.Int64), (3, ThriftType.Int64), (4, Field.ListOf(SortingColumn)), (5, ThriftType.Int64),
        (6, ThriftType.Int64), (7, ThriftType.Int16));

    private static readonly Shape FileMetaData = new(
        (1, ThriftType.Int32), (2, Field.ListOf(SchemaElement)), (3, ThriftType.Int64), (4, Field.ListOf(RowGroup)), (5, Field.ListOf(KeyValue)),
        (6, ThriftType.Binary), (7, Field.ListOf(new Shape((1, Empty)))), (9, ThriftType.Binary));

    /// <summary>Reads the footer at the end of the stream.</summary>
    /// <exception cref="ParquetFormatException">It is damaged or encrypted.</exception>
    public static async Task RunAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] end = new byte[EndSize];
        if (stream.Length < EndSize + 4)
            throw new ParquetFormatException("The file is too short to be Parquet.");
        stream.Seek(-EndSize, SeekOrigin.End);
        await stream.ReadExactlyAsync(end, cancellationToken).ConfigureAwait(false);
        if (end.AsSpan(4).SequenceEqual("PARE"u8))
            throw new ParquetFormatException("The Parquet file is encrypted.");
        int size = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (!end.AsSpan(4).SequenceEqual("PAR1"u8) || size <= 0 || size > stream.Length - EndSize)
            throw new ParquetFormatException("The Parquet file is cut off: it has no footer at its end.");
        byte[] footer = new byte[size];
        stream.Seek(-EndSize - size, SeekOrigin.End);
        await stream.ReadExactlyAsync(footer, cancellationToken).ConfigureAwait(false);
        var thrift = new ThriftCompactReader(footer);
        CheckStruct(ref thrift, FileMetaData, 0);
    }

    private static void CheckStruct(ref ThriftCompactReader thrift, Shape shape, int depth)
    {
        if (depth > DeepestStruct)
            throw Wrong();
        short id = 0;
        while (thrift.NextField(ref id, out ThriftType type))
        {
            if (!shape.Fields.TryGetValue(id, out Field? field))
                thrift.Skip(type);
            else if (type != field.Type && !(type == ThriftType.False && field.Type == ThriftType.True))
                throw Wrong();
            else if (type == ThriftType.List)
                CheckList(ref thrift, field, depth);
            else if (field.Shape is { } inner)
                CheckStruct(ref thrift, inner, depth + 1);
            else
                thrift.Skip(type);
        }
    }

    private static void CheckList(ref ThriftCompactReader thrift, Field field, int depth)
    {
        int count = thrift.BeginList(out ThriftType element);
        if (count > 0 && element != field.Element)
            throw Wrong();
        for (int i = 0; i < count; i++)
        {
            if (field.Shape is { } inner)
                CheckStruct(ref thrift, inner, depth + 1);
            else
                thrift.Skip(element);
        }
    }

    private static ParquetFormatException Wrong() => new("The footer of the Parquet file is damaged.");

    /// <summary>A field: its type, the type of the elements of a list, and the shape of a struct or of a list's structs.</summary>
    private sealed record Field(ThriftType Type, ThriftType Element, Shape? Shape)
    {
        public static implicit operator Field(ThriftType type) => new(type, default, null);

        public static implicit operator Field(Shape shape) => new(ThriftType.Struct, default, shape);

        public static Field ListOf(ThriftType element) => new(ThriftType.List, element, null);

        public static Field ListOf(Shape shape) => new(ThriftType.List, ThriftType.Struct, shape);
    }

    /// <summary>The known fields of a struct by their ids.</summary>
    private sealed class Shape(params (short Id, Field Field)[] fields)
    {
        public FrozenDictionary<short, Field> Fields { get; } = fields.ToFrozenDictionary(static field => field.Id, static field => field.Field);
    }
}
