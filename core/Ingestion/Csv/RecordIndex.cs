using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessSeg.Core.Ingestion.Csv;

/// <summary>
/// Where the fields of many records lie, found in one pass over the text. Reads only what needs no decision: it ends before the first
/// record with a quote, and before a last one without line end. Memory is used again.
/// </summary>
internal sealed class RecordIndex
{
    /// <summary>Records after which a pass ends; the block that reaches it is still finished.</summary>
    private const int Enough = 256;

    private const int BlockBytes = 64, AtOnce = 8;

    /// <summary>Most separators of one pass, for files of very many columns.</summary>
    private const int MostSeparators = 1 << 15;

    private readonly int[] separators = new int[MostSeparators + BlockBytes + AtOnce];
    private readonly int[] lastOf = new int[Enough + BlockBytes];

    /// <summary>Records found.</summary>
    public int Records { get; private set; }

    /// <summary>Positions of delimiters and line ends, in order.</summary>
    public ReadOnlySpan<int> Separators => separators;

    /// <summary>For each record the place of its line end among the <see cref="Separators"/>.</summary>
    public ReadOnlySpan<int> LastOf => lastOf;

    /// <summary>Goes over the records that begin at <paramref name="from"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(ReadOnlySpan<byte> text, int from, in CsvDialect dialect)
    {
        int count = 0, records = 0;
        for (int block = from; block < text.Length && records < Enough && count < MostSeparators; block += BlockBytes)
        {
            Masks masks = text.Length - block >= BlockBytes
                ? MasksAt(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), block), dialect)
                : MasksOfRest(text[block..], dialect);
            ulong known = masks.Quotes == 0 ? ulong.MaxValue : (masks.Quotes & (~masks.Quotes + 1)) - 1;
            ulong all = (masks.Delimiters | masks.LineEnds) & known;
            for (ulong ends = masks.LineEnds & known; ends != 0; ends &= ends - 1)
                lastOf[records++] = count + BitOperations.PopCount(all & ((ends & (~ends + 1)) - 1));
            Note(all, block, ref separators[count]);
            count += BitOperations.PopCount(all);
            if (masks.Quotes != 0)
                break;
        }
        Records = records;
    }

    // Eight at a time, and more than there are: what is written too much is overwritten by the next block, and a loop that ends
    // where the bits end would be mispredicted block by block.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Note(ulong marks, int block, ref int target)
    {
        while (marks != 0)
        {
            target = Next(ref marks, block);
            Unsafe.Add(ref target, 1) = Next(ref marks, block);
            Unsafe.Add(ref target, 2) = Next(ref marks, block);
            Unsafe.Add(ref target, 3) = Next(ref marks, block);
            Unsafe.Add(ref target, 4) = Next(ref marks, block);
            Unsafe.Add(ref target, 5) = Next(ref marks, block);
            Unsafe.Add(ref target, 6) = Next(ref marks, block);
            Unsafe.Add(ref target, 7) = Next(ref marks, block);
            target = ref Unsafe.Add(ref target, AtOnce);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Next(ref ulong marks, int block)
    {
        int position = block + BitOperations.TrailingZeroCount(marks);
        marks &= marks - 1;
        return position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Masks MasksAt(ref byte origin, in CsvDialect dialect)
    {
        Vector256<byte> low = Vector256.LoadUnsafe(ref origin), high = Vector256.LoadUnsafe(ref origin, 32);
        return new Masks(MaskOf(low, high, dialect.Delimiter), MaskOf(low, high, dialect.LineEnd), MaskOf(low, high, dialect.Quote));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MaskOf(Vector256<byte> low, Vector256<byte> high, byte symbol)
    {
        Vector256<byte> wanted = Vector256.Create(symbol);
        return Vector256.Equals(low, wanted).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, wanted).ExtractMostSignificantBits() << 32);
    }

    private static Masks MasksOfRest(ReadOnlySpan<byte> rest, in CsvDialect dialect)
    {
        Span<byte> block = stackalloc byte[BlockBytes];
        rest.CopyTo(block);
        Masks masks = MasksAt(ref MemoryMarshal.GetReference(block), dialect);
        ulong known = (1UL << rest.Length) - 1;
        return new Masks(masks.Delimiters & known, masks.LineEnds & known, masks.Quotes & known);
    }

    /// <summary>Where the symbols lie in a block, a bit for a byte.</summary>
    private readonly record struct Masks(ulong Delimiters, ulong LineEnds, ulong Quotes);
}
