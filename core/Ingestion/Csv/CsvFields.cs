using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>The fields of a record within its text. An end below 0 is the complement of the end of a field that has doubled quotes.</summary>
internal readonly ref struct CsvFields(Span<byte> text, int[] starts, int[] ends, CsvDialect dialect)
{
    private readonly Span<byte> text = text;

    /// <summary>The content of a field; doubled quotes are resolved in place on the way.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            int end = ends[index];
            return end >= 0 ? text[starts[index]..end] : Unescaped(index);
        }
    }

    /// <summary>Notes where a field lies; fields beyond the capacity are dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int index, int start, int end, bool escaped)
    {
        if ((uint)index >= (uint)starts.Length || (uint)index >= (uint)ends.Length)
            return;
        starts[index] = start;
        ends[index] = escaped ? ~end : end;
    }

    private ReadOnlySpan<byte> Unescaped(int index)
    {
        int start = starts[index];
        ends[index] = start + (dialect.HasBackslashes ? QuotedField.Unmark(text[start..~ends[index]]) : QuotedField.Unescape(text[start..~ends[index]], dialect.Quote));
        return text[start..ends[index]];
    }
}
