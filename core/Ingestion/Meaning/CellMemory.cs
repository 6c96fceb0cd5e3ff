using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Answers a question about cells and remembers the answers, since the same few words come again and again. One instance serves one thread.</summary>
/// <param name="answer">The answer to a cell that is there.</param>
/// <param name="ofEmpty">That to one that is missing.</param>
internal sealed class CellMemory<T>(Func<string, T> answer, T ofEmpty)
{
    private readonly T ofEmpty = ofEmpty;
    private const int MostRemembered = 64;
    private readonly List<(byte[] Cell, T Answer)> known = [];
    private byte[] lastCell = [];
    private T last = ofEmpty;

    /// <summary>The answer to a cell.</summary>
    public T Of(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty)
            return ofEmpty;
        return cell.SequenceEqual(lastCell) ? last : OfOther(cell);
    }

    private T OfOther(ReadOnlySpan<byte> cell)
    {
        foreach ((byte[] word, T remembered) in known)
        {
            if (cell.SequenceEqual(word))
            {
                (lastCell, last) = (word, remembered);
                return remembered;
            }
        }
        (lastCell, last) = (cell.ToArray(), MissingValue.Is(cell) ? ofEmpty : answer(Encoding.UTF8.GetString(cell)));
        if (known.Count < MostRemembered)
            known.Add((lastCell, last));
        return last;
    }
}
