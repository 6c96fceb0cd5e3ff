using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ingestion.Csv;

namespace ServerlessSeg.Core.Tests.Ingestion.Csv;

public sealed class CsvRecordsTests
{
    private const int MaxRecordBytes = 1024;

    [Fact]
    public void MoveNext_QuotedFields_RoundTrip() =>
        Prop.ForAll<NonEmptyArray<NonEmptyArray<NonNull<string>>>>(rows =>
        {
            string[][] wanted = [.. rows.Get.Select(row => row.Get.Select(cell => cell.Get).ToArray())];
            string text = string.Concat(wanted.Select(row => string.Join(';', row.Select(cell => "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"")) + "\r\n"));
            string[][] read = [.. Read(text, new CsvDialect((byte)';', (byte)'\n'), 1 << 20).Select(record => record.Cells)];
            return read.Length == wanted.Length && read.Zip(wanted).All(pair => pair.First.SequenceEqual(pair.Second.Select(Normal)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void MoveNext_StrayQuote_CostsItsLineOnly()
    {
        IReadOnlyList<Record> records = Read("a,\"b\nc,\"d\"\n\"e\"x,f\ng,5\" pipe\n\"h\",\"i\nj\"\nk,\"l", CsvDialect.Default, MaxRecordBytes);
        Assert.Equal(
            ["1 UnbalancedQuote ", "2 None c|d", "3 UnbalancedQuote ", "4 None g|5\" pipe", "5 None h|i\nj", "7 UnbalancedQuote "],
            records.Select(record => $"{record.Line} {record.Problem} {string.Join('|', record.Cells)}"));
    }

    [Theory]
    [InlineData("a,b\r\n\r\nc,d\r\n", '\n')]
    [InlineData("a,b\n\nc,d", '\n')]
    [InlineData("a,b\r\rc,d\r", '\r')]
    [InlineData("a,b\r\n\r\nc,d\r\n", '\r')]
    [InlineData("a,b\r\n\rc,d\n", '\r')]
    [InlineData("a,\"b\"\r\r\n\r\r\nc,\"d\"\r\r", '\n')]
    public void MoveNext_EmptyLines_AreCountedAndPassedOver(string text, char lineEnd)
    {
        IReadOnlyList<Record> records = Read(text, new CsvDialect((byte)',', (byte)lineEnd), MaxRecordBytes);
        Assert.Equal(["1 a|b", "3 c|d"], records.Select(record => $"{record.Line} {string.Join('|', record.Cells)}"));
    }

    [Fact]
    public void MoveNext_BlankSeparated_TakesRunsOfBlanksAsOne()
    {
        IReadOnlyList<Record> records = Read(" 00004 0001\t19970101  2   29.33 \n\n00005 0002 19970102 1 \"1.5\n", new CsvDialect((byte)' ', (byte)'\n'), MaxRecordBytes);
        Assert.Equal(["00004|0001|19970101|2|29.33", "00005|0002|19970102|1|\"1.5"], records.Select(record => string.Join('|', record.Cells)));
    }

    [Theory]
    [InlineData('\n')]
    [InlineData('\r')]
    public void Chunks_OfAnySize_GiveTheRecordsOfTheWhole(char lineEnd)
    {
        // Few different characters, so that quotes meet delimiters and line ends in every way.
        Gen<string> texts = Gen.Elements("a", "b", ",", ",", "\"", "\"", "\"\"", "\n", "\n", "\r\n", "\r\r\n", "\r", "longer text ").ListOf().Select(string.Concat);
        Gen<int> sizes = Gen.Choose(1, 40);
        Prop.ForAll(texts.ToArbitrary(), sizes.ToArbitrary(), (text, size) =>
        {
            var dialect = new CsvDialect((byte)',', (byte)lineEnd);
            IReadOnlyList<Record> whole = Read(text, dialect, 24);
            IReadOnlyList<Record> split = ReadSplit(text, dialect, 24, size);
            return string.Join('\n', whole) == string.Join('\n', split);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static string Normal(string cell) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cell));

    private static List<Record> Read(string text, CsvDialect dialect, int maxRecordBytes) =>
        ReadChunk(Encoding.UTF8.GetBytes(text), 1, dialect, maxRecordBytes);

    private static List<Record> ReadSplit(string text, CsvDialect dialect, int maxRecordBytes, int chunkBytes)
    {
        var splitter = new ChunkSplitter(new MemoryStream(Encoding.UTF8.GetBytes(text)), dialect, chunkBytes, maxRecordBytes);
        var chunk = new TextChunk();
        var records = new List<Record>();
        while (splitter.NextAsync(chunk, CancellationToken.None).AsTask().GetAwaiter().GetResult())
            records.AddRange(ReadChunk(chunk.Text.ToArray(), chunk.FirstLine, dialect, maxRecordBytes));
        return records;
    }

    private static List<Record> ReadChunk(byte[] text, long firstLine, CsvDialect dialect, int maxRecordBytes)
    {
        var found = new List<Record>();
        var records = new CsvRecords(text, firstLine, dialect, maxRecordBytes, new int[400], new int[400]);
        while (records.MoveNext())
        {
            string raw = Encoding.UTF8.GetString(records.Raw[..Math.Min(records.Raw.Length, maxRecordBytes)]);
            var cells = new List<string>();
            for (int i = 0; i < records.FieldCount; i++)
                cells.Add(Encoding.UTF8.GetString(records.Field(i)));
            found.Add(new Record(records.Line, records.Problem, [.. cells], raw));
        }
        return found;
    }

    private sealed record Record(long Line, RecordProblem Problem, string[] Cells, string Raw)
    {
        public override string ToString() => $"{Line} {Problem} {string.Join('|', Cells)} {Raw}";
    }
}
