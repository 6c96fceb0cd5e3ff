using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>
/// Encodes one text column of a row group: by a dictionary of the texts that occur, in byte order, or plainly where
/// hardly any text occurs twice. Which of the two depends on the texts alone.
/// </summary>
internal sealed class TextColumnEncoder
{
    /// <summary>Marks a row without a text.</summary>
    public const int NoText = -1;

    /// <summary>Rows at the very least before plain encoding is considered.</summary>
    private const int FewestForPlain = 1024;

    private readonly ByteSink _dictionary = new();
    private readonly ByteSink _page = new();
    private int[] _stamps = [];
    private int[] _places = [];
    private int[] _dense = [];
    private int[] _used = [];
    private int _stamp;

    /// <summary>Encodes rows given as ranks into <paramref name="texts"/>, or <see cref="NoText"/> where the column is nullable.</summary>
    public void Write(ColumnChunkWriter writer, ReadOnlySpan<int> ranks, byte[][] texts, bool isNullable)
    {
        _page.Clear();
        bool isOne = !ranks.ContainsAnyExcept(ranks[0]);
        (int present, int distinct) = isOne ? Single(ranks) : Distinct(ranks, texts.Length);
        if (isNullable)
            DefinitionLevels.Write(_page, ranks, NoText, present);
        Span<int> dense = _dense.AsSpan(0, isOne ? 0 : present), used = _used.AsSpan(0, distinct);
        if (!isOne && present >= FewestForPlain && distinct > present / 2)
            WritePlain(writer, dense, texts, ranks.Length);
        else
            WriteByDictionary(writer, dense, used, texts, ranks.Length, isOne ? present : 0);
        writer.EndColumn(ranks.Length - present);
    }

    private (int Present, int Distinct) Single(ReadOnlySpan<int> ranks)
    {
        EnsureRoom(1, ranks[0] + 1);
        if (ranks[0] == NoText)
            return (0, 0);
        _used[0] = ranks[0];
        return (ranks.Length, 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int Present, int Distinct) Distinct(ReadOnlySpan<int> ranks, int texts)
    {
        EnsureRoom(ranks.Length, texts);
        _stamp++;
        int present = 0, distinct = 0;
        foreach (int rank in ranks)
        {
            if (rank == NoText)
                continue;
            _dense[present++] = rank;
            if (_stamps[rank] == _stamp)
                continue;
            _stamps[rank] = _stamp;
            _used[distinct++] = rank;
        }
        return (present, distinct);
    }

    private void WritePlain(ColumnChunkWriter writer, ReadOnlySpan<int> dense, byte[][] texts, int rows)
    {
        foreach (int rank in dense)
            WriteText(_page, texts[rank]);
        writer.BeginColumn(PageCodec.Snappy);
        writer.WriteData(_page.Written, rows, PageEncoding.Plain);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteByDictionary(ColumnChunkWriter writer, Span<int> dense, Span<int> used, byte[][] texts, int rows, int repeated)
    {
        used.Sort();
        _dictionary.Clear();
        for (int place = 0; place < used.Length; place++)
        {
            _places[used[place]] = place;
            WriteText(_dictionary, texts[used[place]]);
        }
        foreach (ref int value in dense)
            value = _places[value];
        int width = RunLengthEncoder.BitWidth(used.Length);
        _page.WriteByte((byte)width);
        if (repeated > 0)
            RunLengthEncoder.WriteRun(_page, 0, repeated, width);
        else
            RunLengthEncoder.Write(_page, dense, width);
        // Packed places hardly compress; texts do.
        writer.BeginColumn(_dictionary.Length > _page.Length ? PageCodec.Snappy : PageCodec.Uncompressed);
        writer.WriteDictionary(_dictionary.Written, used.Length);
        writer.WriteData(_page.Written, rows, PageEncoding.RunLengthDictionary);
    }

    private static void WriteText(ByteSink sink, ReadOnlySpan<byte> text)
    {
        sink.WriteInt32(text.Length);
        sink.Write(text);
    }

    private void EnsureRoom(int rows, int texts)
    {
        if (_dense.Length < rows)
        {
            _dense = new int[rows];
            _used = new int[rows];
        }
        if (_stamps.Length < texts)
        {
            _stamps = new int[texts];
            _places = new int[texts];
            _stamp = 0;
        }
    }
}
