using System.Buffers.Binary;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Ledger.Writing;

namespace ServerlessSeg.Core.Tests.Ledger.Writing;

public sealed class PackedItemsTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(13)]
    public void Read_GivesTheNumbersOfEveryColumn(int columns)
    {
        var random = new Random(columns);
        for (int attempt = 0; attempt < 1_000; attempt++)
        {
            byte[] items = new byte[PackedItems.WordsOf(columns) * sizeof(ulong)];
            int[] numbers = new int[columns], read = new int[columns];
            for (int column = 0; column < columns; column++)
            {
                (int word, int shift, int most) = PackedItems.PlaceOf(column);
                numbers[column] = random.Next(4) switch { 0 => TextItems.NoText, 1 => most, 2 => 0, _ => random.Next(most) };
                Span<byte> place = items.AsSpan(word * sizeof(ulong));
                BinaryPrimitives.WriteUInt64LittleEndian(place, BinaryPrimitives.ReadUInt64LittleEndian(place) | (PackedItems.ItemOf(numbers[column]) << shift));
            }
            PackedItems.Read(ref items[0], read);
            Assert.Equal(numbers, read);
            Assert.Equal(numbers, Enumerable.Range(0, columns).Select(column => PackedItems.NumberAt(items, column)));
        }
    }

    [Fact]
    public void PlaceOf_EveryColumn_HasRoomForAWholeDictionary() =>
        Assert.All(Enumerable.Range(1, 20), column => Assert.True(PackedItems.PlaceOf(column).MostNumber >= PackedItems.MostTexts - 1));

    [Fact]
    public void WordsOf_FixedTexts_IsOne() => Assert.Equal(1, PackedItems.WordsOf(LedgerLayout.FixedTexts));
}
