using System.Text;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>The part of Thrift's compact protocol that Parquet's headers and footer need.</summary>
internal sealed class ThriftCompactWriter(ByteSink sink)
{
    private readonly Stack<short> _outer = new();
    private short _last;

    /// <summary>Starts a struct that is a field of the current one; a list's struct elements use <see cref="BeginElement"/>.</summary>
    public void BeginStruct(short id)
    {
        Header(id, ThriftType.Struct);
        BeginElement();
    }

    public void BeginElement()
    {
        _outer.Push(_last);
        _last = 0;
    }

    public void EndStruct()
    {
        sink.WriteByte(0);
        _last = _outer.Pop();
    }

    public void EmptyStruct(short id)
    {
        BeginStruct(id);
        EndStruct();
    }

    public void BeginList(short id, ThriftType element, int count)
    {
        Header(id, ThriftType.List);
        if (count < 15)
        {
            sink.WriteByte((byte)(count << 4 | (int)element));
            return;
        }
        sink.WriteByte((byte)(0xF0 | (int)element));
        sink.WriteVarint((ulong)count);
    }

    public void Bool(short id, bool value) => Header(id, value ? ThriftType.True : ThriftType.False);

    public void Byte(short id, byte value)
    {
        Header(id, ThriftType.Byte);
        sink.WriteByte(value);
    }

    public void Int16(short id, short value)
    {
        Header(id, ThriftType.Int16);
        sink.WriteZigZag(value);
    }

    public void Int32(short id, int value)
    {
        Header(id, ThriftType.Int32);
        sink.WriteZigZag(value);
    }

    public void Int64(short id, long value)
    {
        Header(id, ThriftType.Int64);
        sink.WriteZigZag(value);
    }

    public void Binary(short id, ReadOnlySpan<byte> value)
    {
        Header(id, ThriftType.Binary);
        ElementBinary(value);
    }

    public void Text(short id, string value) => Binary(id, Encoding.UTF8.GetBytes(value));

    public void ElementInt32(int value) => sink.WriteZigZag(value);

    public void ElementBinary(ReadOnlySpan<byte> value)
    {
        sink.WriteVarint((ulong)value.Length);
        sink.Write(value);
    }

    private void Header(short id, ThriftType type)
    {
        int step = id - _last;
        if (step is > 0 and < 16)
        {
            sink.WriteByte((byte)(step << 4 | (int)type));
        }
        else
        {
            sink.WriteByte((byte)type);
            sink.WriteZigZag(id);
        }
        _last = id;
    }
}

/// <summary>Type codes of Thrift's compact protocol.</summary>
internal enum ThriftType
{
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}
