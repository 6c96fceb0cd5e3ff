using System.Buffers.Text;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Numbers of lines within an order: whole ones, also where a data frame has made floats of them.</summary>
internal static class LineNumber
{
    /// <summary>Reads a number that is there.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out int number)
    {
        text = FloatId.Trim(Blanks.Trim(text));
        return Utf8Parser.TryParse(text, out number, out int consumed) && consumed == text.Length && number >= 0;
    }
}
