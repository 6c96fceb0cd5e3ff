using System.Text;
using CsvHelper;
using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Reporting;

public sealed class RejectBufferTests
{
    private static readonly string[] Values =
    [
        "=1+1", "+1-", "-two", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＠x", "a,b", "a\"b", "\"quoted\"", "line\nbreak", "line\r\nbreak", " lead", "trail ", "'single", "größer", "客户", "a;b",
    ];

    [Fact]
    public void ReasonOf_EveryCode_NeedsNoQuotes() =>
        Assert.All(Enum.GetValues<RejectCode>(), static code => Assert.DoesNotContain(RejectCodes.ReasonOf(code), static letter => letter is ',' or '"' or '\r' or '\n'));

    [Fact]
    public async Task RejectsFile_OfAnyValue_IsValidCsvForAnotherReader()
    {
        string text = "customer,date,amount\n" + string.Concat(Values.Select(value => $"c,\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\",1\n"));
        IngestRun run = await IngestRun.OfTextAsync(text);
        List<RowReject> read = ReadByAnother(run.Rejects);
        Assert.Equal(Values.Length, read.Count);
        Assert.All(read, static reject => Assert.Equal((2, "bad_date"), (reject.Column, reject.Code)));
        Assert.All(read, static reject => Assert.DoesNotContain(reject.Value[0], "=+-@\t\r\n＝＋－＠"));
        Assert.Equal(Values, read.Select(static reject => reject.Value.StartsWith('\'') && !Values.Contains(reject.Value) ? reject.Value[1..] : reject.Value));
        Assert.Equal(Values, RejectsCsv.Read(Encoding.UTF8.GetBytes(run.Rejects)).Select(static reject => reject.Value));
    }

    [Fact]
    public async Task RejectsFile_OfRefusedRecords_IsValidCsvForAnotherReader()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,amount\n=cmd,2025-01-01\n\"=open,2025-01-01,1\n,2025-01-01,1\nd,2025-01-01,1\ne,2025-01-01,1\nf,2025-01-01,1\n");
        Assert.Equal(
            [(2L, "wrong_field_count", "'=cmd,2025-01-01"), (3, "unbalanced_quote", "\"=open,2025-01-01,1"), (4, "no_customer", "")],
            ReadByAnother(run.Rejects).Select(static reject => (reject.Line, reject.Code, reject.Value)));
    }

    private static List<RowReject> ReadByAnother(string rejects)
    {
        using CsvReader reader = CsvReader.FromText(rejects, new CsvReaderOptions { HasHeader = true, Separator = ',' });
        var read = new List<RowReject>();
        while (reader.Read())
        {
            Assert.Equal(5, reader.FieldCount);
            read.Add(new RowReject(reader.Parse<long>("line"), reader.Parse<int>("column"), reader.GetString("code"), reader.GetString("value"), reader.GetString("reason")));
        }
        return read;
    }
}
