using System.Buffers;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>The definition levels of a nullable column: 1 for a value, 0 for none.</summary>
internal static class DefinitionLevels
{
    /// <summary>Appends length and levels; a row whose value is <paramref name="absent"/> has none.</summary>
    public static void Write(ByteSink page, ReadOnlySpan<int> values, int absent, int present)
    {
        int lengthAt = page.Length;
        page.WriteInt32(0);
        if (present == 0 || present == values.Length)
        {
            RunLengthEncoder.WriteRun(page, present == 0 ? 0 : 1, values.Length, 1);
        }
        else
        {
            int[] levels = ArrayPool<int>.Shared.Rent(values.Length);
            for (int i = 0; i < values.Length; i++)
                levels[i] = values[i] == absent ? 0 : 1;
            RunLengthEncoder.Write(page, levels.AsSpan(0, values.Length), 1);
            ArrayPool<int>.Shared.Return(levels);
        }
        page.PatchInt32(lengthAt, page.Length - lengthAt - 4);
    }
}
