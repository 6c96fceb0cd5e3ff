using System.Text;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Tests.Ingestion.Mapping;

public sealed class MappingOverrideTests
{
    [Fact]
    public void Parse_EverythingWrong_IsSaidTogether()
    {
        FormatException wrong = Assert.Throws<FormatException>(() => MappingOverride.Parse("""
            {
              "colums": {}, "header": false, "delimiter": "ab", "encoding": "ebcdic", "timeZone": "Mars/Base",
              "columns": { "customer": "Kunde", "payer": 2, "currency": 0 },
              "constants": { "currency": "EURO", "order": "1" },
              "dateFormats": ["dd.MM.yyyy"], "dayMonthOrder": "dayFirst"
            }
            """u8));
        foreach (string named in new[] { "'colums'", "columns.payer", "columns.currency", "columns.customer is a name", "currency is both", "'EURO'", "constants.order", "'ab'", "'ebcdic'", "'Mars/Base'", "dayMonthOrder" })
            Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", BatchStatus.Ready)]
    [InlineData("0.6", BatchStatus.Held)]
    [InlineData("0", BatchStatus.Held)]
    public async Task RunAsync_MaximumRejectRate_GoesBeforeTheConfiguredOne(string rate, BatchStatus status)
    {
        const string Text = "customer,date,amount\nc,2026-01-01,1\nc,x,1\nc,x,1\n";
        IngestRun run = await IngestRun.OfTextAsync(Text, $$"""{"maximumRejectRate":{{rate}}}""");
        Assert.Equal((status, 1L), (run.Report.Status, run.Report.Rows.Accepted));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("-0.1")]
    public void Parse_MaximumRejectRateOutOfRange_IsNamed(string rate) =>
        Assert.Contains("between 0 and 1", Assert.Throws<FormatException>(() => MappingOverride.Parse(Encoding.UTF8.GetBytes($$"""{"maximumRejectRate":{{rate}}}"""))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""["excel"]""")]
    [InlineData("""["excel", "dd.MM.yyyy"]""")]
    [InlineData("""["yyyy-MM-dd HH:mm zzz", "excel"]""")]
    public void Parse_SpreadsheetDates_GoWithAnyOtherFormats(string formats) =>
        Assert.Contains("excel", MappingOverride.Parse(Encoding.UTF8.GetBytes($$"""{"dateFormats":{{formats}}}""")).DateFormats!);

    [Theory]
    [InlineData("q")]
    [InlineData("dd.MM.")]
    [InlineData("MM/yyyy")]
    [InlineData("HH:mm")]
    [InlineData("yyyy-mm-dd")]
    public void Parse_FormatThatDoesNotTellTheDay_IsNamed(string format) =>
        Assert.Contains($"'{format}'", Assert.Throws<FormatException>(() => MappingOverride.Parse(Encoding.UTF8.GetBytes($$"""{"dateFormats":["yyyyMMdd","{{format}}"]}"""))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("d.M.yy")]
    [InlineData("MMM d, yyyy h:mm tt")]
    [InlineData("yyyy-MM-dd'T'HH:mm:sszzz")]
    [InlineData("s")]
    public void Parse_FormatThatTellsTheDay_IsTaken(string format) =>
        Assert.Equal([format], MappingOverride.Parse(Encoding.UTF8.GetBytes($$"""{"dateFormats":["{{format}}"]}""")).DateFormats!);

    [Fact]
    public void Parse_FormatsOfWhichSomeNameAnOffset_AreNamed() =>
        Assert.Contains("offset", Assert.Throws<FormatException>(static () => MappingOverride.Parse("""{"dateFormats":["excel","yyyy-MM-dd","yyyy-MM-dd zzz"]}"""u8)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_NoJson_IsAFormatException() =>
        Assert.Throws<FormatException>(() => MappingOverride.Parse("{"u8));

    [Fact]
    public async Task RunAsync_BlankSeparatedWithoutHeader_IsReadByPosition()
    {
        IngestRun run = await IngestRun.OfTextAsync(
            " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n",
            """{"header":false,"delimiter":"blank","columns":{"customer":2,"date":3,"amount":5}}""");
        Assert.Equal(["0001", "0001"], run.Rows.Select(row => row.Customer));
        Assert.Equal(59.06m, run.Report.Money.Accepted);
    }

    [Fact]
    public async Task RunAsync_EveryPartOfAMapping_IsFollowed()
    {
        IngestRun run = await IngestRun.OfTextAsync(
            "Wer;Beleg;Pos;Wann;Wieviel;Rabatt;Filiale\nA;R1;1;05.04.2025 12h00;7;10 %;Nord\nA;G1;2;05.04.2025 12h00;7;;Süd\n",
            """
            {
              "columns": { "customer": "Wer", "order": "beleg", "line": "Pos", "date": "Wann", "amount": "Wieviel" },
              "attributes": ["Rabatt", "Filiale"],
              "constants": { "currency": "chf", "channel": "shop" },
              "dateFormats": ["dd.MM.yyyy HH'h'mm"], "timeZone": "Europe/Zurich",
              "refundOrderPrefix": "G", "laterOrderReplaces": true
            }
            """);
        long noon = (new DateTimeOffset(2025, 4, 5, 10, 0, 0, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        Assert.Equal(
            [
                new TakenRow("A", noon, -70_000, TransactionKind.Refund, "G1", 2, "CHF", "shop", "", "", "\u001FSüd"),
                new TakenRow("A", noon, 70_000, TransactionKind.Purchase, "R1", 1, "CHF", "shop", "", "", "10 %\u001FNord"),
            ],
            run.Rows);
    }

    [Fact]
    public async Task RunAsync_MappedColumnThatIsMissing_IsQuarantined()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,amount\nc,2025-01-01,1\n", """{"columns":{"order":"Beleg"}}""");
        Assert.Contains("Beleg", Assert.Single(run.Report.Failure!.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void TryResolve_LineColumnOfWords_IsNotTakenForLineNumbers()
    {
        Assert.True(SchemaMapping.TryResolve(["customer", "date", "amount", "line"], [["c", "2025-01-01", "1", "Kids"]], null, out SchemaMapping? mapping, out _));
        Assert.Equal(-1, mapping.ColumnOf(ColumnRole.Line));
        Assert.Contains(mapping.Notes, note => note.Contains("'line'", StringComparison.Ordinal));
    }

    [Fact]
    public void TryResolve_SeveralCandidates_PrefersTheLikeliestThatFits()
    {
        Assert.True(SchemaMapping.TryResolve(["User ID", "CUSTOMER_ID", "Total", "amount", "day"], [["u", "c", "1.5", "many", "2025-01-01"]], null, out SchemaMapping? mapping, out _));
        Assert.Equal((1, 2), (mapping.ColumnOf(ColumnRole.Customer), mapping.ColumnOf(ColumnRole.Amount)));
    }

    [Fact]
    public void Parse_EmptyObject_SaysNothing()
    {
        MappingOverride empty = MappingOverride.Parse(Encoding.UTF8.GetBytes("{}"));
        Assert.Null(empty.Columns);
    }

    [Theory]
    [InlineData("""{"columns":{"customer":null}}""", "columns.customer is null")]
    [InlineData("""{"attributes":["Country",null]}""", "attributes[1] is null")]
    [InlineData("""{"constants":{"currency":null}}""", "constants.currency is null")]
    [InlineData("""{"dateFormats":[null]}""", "dateFormats[0] is null")]
    [InlineData("""{"refundWords":[null]}""", "refundWords[0] is null")]
    [InlineData("""{"where":[null]}""", "where[0] is null")]
    [InlineData("""{"status":[{"column":"State","words":{"void":null}}]}""", "status[0].words.void is null")]
    [InlineData("null", "it is null")]
    public void Parse_NullWithinIt_IsNamed(string mapping, string problem) =>
        Assert.Contains(problem, Assert.Throws<FormatException>(() => MappingOverride.Parse(Encoding.UTF8.GetBytes(mapping))).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_KeyThatIsNull_IsLeftOut() => Assert.Null(MappingOverride.Parse("""{"encoding":null,"columns":null,"status":null}"""u8).Encoding);

    [Theory]
    [InlineData("""{"columns":{"customer,date":"a"}}""")]
    [InlineData("""{"columns":{"":"a"}}""")]
    [InlineData("""{"columns":{"customer":"a","Customer":"b"}}""")]
    [InlineData("""{"columns":[]}""")]
    [InlineData("""{"columns":{"customer":{"a":1}}}""")]
    [InlineData("""{"attributes":"Country"}""")]
    [InlineData("""{"skipLines":1e9}""")]
    [InlineData("""[]""")]
    [InlineData("""{"where":[{}]}""")]
    [InlineData("""{"status":[{}]}""")]
    public void Parse_WhateverItHolds_EndsInASentence(string mapping) =>
        Assert.StartsWith("mapping.json", Assert.Throws<FormatException>(() => MappingOverride.Parse(Encoding.UTF8.GetBytes(mapping))).Message, StringComparison.Ordinal);
}
