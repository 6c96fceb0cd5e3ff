using System.Buffers.Binary;

namespace ServerlessSeg.Core.Ledger.Columns;

/// <summary>Reads the definition levels at the head of a nullable column's page step by step.</summary>
internal sealed class LevelReader
{
    private readonly RunLengthDecoder _decoder = new();

    /// <summary>Takes the levels off the page and returns the values behind them.</summary>
    public ReadOnlyMemory<byte> Begin(ReadOnlyMemory<byte> page)
    {
        int length = page.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(page.Span);
        if (length < 0 || length > page.Length - 4)
            throw new InvalidDataException("A page of the ledger file is damaged.");
        _decoder.Begin(page.Slice(4, length), 1);
        return page[(4 + length)..];
    }

    /// <summary>The next levels, and how many of them are 1.</summary>
    public int Read(Span<int> levels)
    {
        _decoder.Read(levels);
        int present = 0;
        foreach (int level in levels)
        {
            if ((uint)level > 1)
                throw new InvalidDataException("A page of the ledger file is damaged.");
            present += level;
        }
        return present;
    }
}
