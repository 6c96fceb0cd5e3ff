using System.Buffers.Binary;
using System.Text;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Writes Parquet's footer: the schema, and where each column of each row group lies.</summary>
internal static class LedgerFooter
{
    /// <summary>The four bytes at both ends of a Parquet file.</summary>
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>The key under which a ledger file names its layout.</summary>
    public const string LayoutName = "serverlessseg.ledger";

    /// <summary>The layout this version writes and reads.</summary>
    public const string LayoutVersion = "1";

    private const int TypeInt32 = 1, TypeInt64 = 2, TypeByteArray = 6;
    private const int Required = 0, Optional = 1;

    /// <summary>A row group's place in the file.</summary>
    public readonly record struct Placed(long Offset, int Rows, IReadOnlyList<EncodedColumn> Columns);

    public static void Write(ByteSink sink, IReadOnlyList<string> columns, IReadOnlyList<Placed> groups)
    {
        int start = sink.Length;
        var thrift = new ThriftCompactWriter(sink);
        thrift.BeginElement();
        thrift.Int32(1, 2);
        WriteSchema(thrift, columns);
        thrift.Int64(3, groups.Sum(group => (long)group.Rows));
        thrift.BeginList(4, ThriftType.Struct, groups.Count);
        foreach (Placed group in groups)
            WriteGroup(thrift, columns, group);
        thrift.BeginList(5, ThriftType.Struct, 1);
        thrift.BeginElement();
        thrift.Text(1, LayoutName);
        thrift.Text(2, LayoutVersion);
        thrift.EndStruct();
        thrift.Text(6, "ServerlessSeg version 1.0.0 (build ledger)");
        thrift.BeginList(7, ThriftType.Struct, columns.Count);
        for (int i = 0; i < columns.Count; i++)
        {
            thrift.BeginElement();
            thrift.EmptyStruct(1);
            thrift.EndStruct();
        }
        thrift.EndStruct();
        sink.WriteInt32(sink.Length - start);
        sink.Write(Magic);
    }

    private static void WriteSchema(ThriftCompactWriter thrift, IReadOnlyList<string> columns)
    {
        thrift.BeginList(2, ThriftType.Struct, columns.Count + 1);
        thrift.BeginElement();
        thrift.Text(4, "transaction");
        thrift.Int32(5, columns.Count);
        thrift.EndStruct();
        for (int i = 0; i < columns.Count; i++)
        {
            thrift.BeginElement();
            thrift.Int32(1, PhysicalType(i));
            thrift.Int32(3, IsNullable(i) ? Optional : Required);
            thrift.Text(4, columns[i]);
            WriteLogicalType(thrift, i);
            thrift.EndStruct();
        }
    }

    private static bool IsNullable(int column) => column is LedgerLayout.OrderColumn or LedgerLayout.LineColumn or >= LedgerLayout.FirstTextColumn;

    private static int PhysicalType(int column) => column switch
    {
        LedgerLayout.KeyColumn or LedgerLayout.TimeColumn or LedgerLayout.AmountColumn => TypeInt64,
        LedgerLayout.LineColumn => TypeInt32,
        _ => TypeByteArray,
    };

    private static void WriteLogicalType(ThriftCompactWriter thrift, int column)
    {
        const int ConvertedText = 0, ConvertedDecimal = 5, ConvertedTimestampMicros = 10, ConvertedUInt64 = 14, ConvertedInt32 = 17;
        switch (column)
        {
            case LedgerLayout.KeyColumn:
                thrift.Int32(6, ConvertedUInt64);
                WriteInteger(thrift, 64, signed: false);
                break;
            case LedgerLayout.LineColumn:
                thrift.Int32(6, ConvertedInt32);
                WriteInteger(thrift, 32, signed: true);
                break;
            case LedgerLayout.TimeColumn:
                thrift.Int32(6, ConvertedTimestampMicros);
                thrift.BeginStruct(10);
                thrift.BeginStruct(8);
                thrift.Bool(1, true);
                thrift.BeginStruct(2);
                thrift.EmptyStruct(2);
                thrift.EndStruct();
                thrift.EndStruct();
                thrift.EndStruct();
                break;
            case LedgerLayout.AmountColumn:
                thrift.Int32(6, ConvertedDecimal);
                thrift.Int32(7, 4);
                thrift.Int32(8, 18);
                thrift.BeginStruct(10);
                thrift.BeginStruct(5);
                thrift.Int32(1, 4);
                thrift.Int32(2, 18);
                thrift.EndStruct();
                thrift.EndStruct();
                break;
            default:
                thrift.Int32(6, ConvertedText);
                thrift.BeginStruct(10);
                thrift.EmptyStruct(1);
                thrift.EndStruct();
                break;
        }
    }

    private static void WriteInteger(ThriftCompactWriter thrift, byte bits, bool signed)
    {
        thrift.BeginStruct(10);
        thrift.BeginStruct(10);
        thrift.Byte(1, bits);
        thrift.Bool(2, signed);
        thrift.EndStruct();
        thrift.EndStruct();
    }

    private static void WriteGroup(ThriftCompactWriter thrift, IReadOnlyList<string> columns, Placed group)
    {
        thrift.BeginElement();
        thrift.BeginList(1, ThriftType.Struct, columns.Count);
        for (int i = 0; i < columns.Count; i++)
            WriteColumn(thrift, i, columns[i], group);
        thrift.Int64(2, group.Columns.Sum(column => (long)column.UncompressedSize));
        thrift.Int64(3, group.Rows);
        thrift.BeginList(4, ThriftType.Struct, 1);
        thrift.BeginElement();
        thrift.Int32(1, LedgerLayout.KeyColumn);
        thrift.Bool(2, false);
        thrift.Bool(3, true);
        thrift.EndStruct();
        thrift.Int64(5, group.Offset);
        thrift.Int64(6, group.Columns.Sum(column => (long)column.CompressedSize));
        thrift.EndStruct();
    }

    private static void WriteColumn(ThriftCompactWriter thrift, int index, string name, Placed group)
    {
        EncodedColumn column = group.Columns[index];
        thrift.BeginElement();
        thrift.Int64(2, 0);
        thrift.BeginStruct(3);
        thrift.Int32(1, PhysicalType(index));
        PageEncoding[] encodings = column.HasDictionary && column.Encoding != PageEncoding.Plain
            ? [PageEncoding.Plain, PageEncoding.RunLength, column.Encoding]
            : [PageEncoding.RunLength, column.Encoding];
        thrift.BeginList(2, ThriftType.Int32, encodings.Length);
        foreach (PageEncoding encoding in encodings)
            thrift.ElementInt32((int)encoding);
        thrift.BeginList(3, ThriftType.Binary, 1);
        thrift.ElementBinary(Encoding.UTF8.GetBytes(name));
        thrift.Int32(4, (int)column.Codec);
        thrift.Int64(5, group.Rows);
        thrift.Int64(6, column.UncompressedSize);
        thrift.Int64(7, column.CompressedSize);
        thrift.Int64(9, group.Offset + column.DataStart);
        if (column.HasDictionary)
            thrift.Int64(11, group.Offset + column.Start);
        thrift.BeginStruct(12);
        thrift.Int64(3, column.Nulls);
        if (column.Range is var (least, most))
        {
            Span<byte> value = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(value, most);
            thrift.Binary(5, value);
            BinaryPrimitives.WriteUInt64LittleEndian(value, least);
            thrift.Binary(6, value);
        }
        thrift.EndStruct();
        thrift.EndStruct();
        thrift.EndStruct();
    }
}
