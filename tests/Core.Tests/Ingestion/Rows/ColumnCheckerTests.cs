using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Rows;

/// <summary>Rows whose fields are all quoted are checked one by one, plain ones by column: what comes out must not show it.</summary>
public sealed class ColumnCheckerTests
{
    private static readonly string[] Customers =
        ["c1", "C00005317", "a customer of more than sixteen bytes", "7", "17850.0", "NULL", "null", "nan", "nan4", "\\N", "None", "undefined", "user12345", " ", "\tc", "", "Zoë", ".0", "x.0", new('k', 256), new('k', 257)];

    private static readonly string[] Orders = ["o1", "O000072442", "", "8", "536365.0", "NULL", "C536379", "an order of more than sixteen bytes", new('o', 1025)];

    private static readonly string[] Dates =
    [
        "2025-03-30", "2025-03-30 02:30:00", "2025-03-30T21:28:03Z", "2025-03-30T21:28:03", "2025-03-30 21:28:03.123456", "2025-03-30T23:59:60Z", "2025-03-30T24:00:00Z",
        "2025-03-30T21.28:03Z", "2025-03-30x21:28:03", "2025-02-29", "2025-3-30", "30 March 2025", "1743283683", "1900-01-01", "2999-01-01", "", " 2025-03-30 ", "2025-03-30T2a:28:03Z",
        "45746", "45746.5", "45746,7281597222", "60", "2958466", " 45746.25 ", "45746.", "1e4",
    ];

    private static readonly string[] Amounts =
    [
        "13.11", "0.5", "7", "12345678", "123456789", "99999.99", "100000.00", "0", "0.00", "-3.50", "1.234", "12.3456", "12.34567", "1,234.50", "€5", "abc", "", ".5", "5.", " 5", "1e3",
        "1e20", "1..2", "12.3a", "999999999999999", "(5.00)",
    ];

    private static readonly string[] Quantities = ["1", "12", "0", "-2", "2.5", "", "x", "(3)", "1000000"];
    private static readonly string[] Currencies = ["EUR", "USD", "eur", "XXQ", "", "EURO", " EUR", "NULL", "JPY", "€", "RMB", "$"];
    private static readonly string[] Texts = ["web", "", "store", "日本", "a channel of some length", new('t', 1024), new('t', 1025)];
    private static readonly string[] Lines = ["1", "", "x", "1.0", "2147483647", "2147483648", "-1", "007"];
    private static readonly string[] Kinds = ["sale", "", "Refund", "storno", "1", "RÜCKERSTATTUNG", "refund\u00a0"];
    private const string UnclosedQuote = "c,\"2025-01-01,1,web";

    private static readonly string[] OddRecords =
        ["c,2025-01-01", "c,2025-01-01,1,web,more", "c,2025-01-01,1,web,", "", "\"c\"\"q\",2025-01-01,1,\"two\nlines\"", UnclosedQuote, "c,2025-01-01,1,5\" pipe", "c,2025-01-01,1,web\r"];

    [Theory]
    [InlineData("amount", "", 1)]
    [InlineData("amount", """{ "constants": { "currency": "gbp", "channel": "kiosk" }, "timeZone": "Europe/Berlin" }""", 2)]
    [InlineData("amount", """{ "refundOrderPrefix": "C", "attributes": ["note", "extra"] }""", 3)]
    [InlineData("price", "", 4)]
    [InlineData("price", """{ "decimalStyle": "comma" }""", 5)]
    [InlineData("amount", """{ "dateFormats": ["excel", "yyyy-MM-dd"], "timeZone": "Europe/Berlin" }""", 6)]
    [InlineData("amount", """{ "freeLines": "refuse" }""", 7)]
    [InlineData("price", """{ "freeLines": "refuse", "refundOrderPrefix": "C" }""", 8)]
    public async Task Rows_PlainAndQuoted_ComeToTheSame(string money, string mapping, int seed)
    {
        string[] names = ["customer_id", "order_id", "date", money, "quantity", "currency", "channel", "product", "country", "line", "type", "note", "extra"];
        string[][] values = [Customers, Orders, Dates, Amounts, Quantities, Currencies, Texts, Texts, Texts, Lines, Kinds, Texts, Texts];
        var random = new Random(seed);
        // Faults are rare enough that most rows pass, and frequent enough that hardly any block of rows is without one.
        string[][] rows = [.. Enumerable.Range(0, 6_000).Select(_ => values.Select(of => of[random.Next(3) > 0 ? 0 : random.Next(of.Length)]).ToArray())];
        // Order ids that came back on other days would leave no row to the fast way.
        mapping = mapping.Length == 0 ? """{ "orderScope": [] }""" : mapping.Insert(1, " \"orderScope\": [],");
        IngestRun plain = await RunAsync(Csv(names, rows, static field => field.Contains(',', StringComparison.Ordinal) ? $"\"{field}\"" : field), mapping);
        IngestRun quoted = await RunAsync(Csv(names, rows, static field => $"\"{field}\""), mapping);

        Assert.InRange(plain.Report.Rows.Accepted, 50, 5_900);
        Assert.Equal(quoted.Rows, plain.Rows);
        Assert.Equal(quoted.RejectLines, plain.RejectLines);
        Assert.Equal(ReportOf(quoted), ReportOf(plain));
        Assert.Equal(mapping.Contains("refuse", StringComparison.Ordinal), plain.Report.RejectsByReason.ContainsKey("zero_price"));
    }

    [Fact]
    public async Task Records_OfOtherForms_AreFoundAmongPlainOnes()
    {
        // A quote that is never closed ends at another place where the next line begins with a quote, and is looked at below.
        string[] odd = [.. OddRecords.Where(static record => record != UnclosedQuote)];
        var random = new Random(7);
        int[] picks = [.. Enumerable.Range(0, 5_000).Select(_ => random.Next(40) == 0 ? random.Next(odd.Length) : -1)];
        IngestRun plain = await RunAsync(Text(static customer => customer), "");
        IngestRun quoted = await RunAsync(Text(static customer => $"\"{customer}\""), "");

        Assert.InRange(plain.Report.Rows.Accepted, 4_800, 4_990);
        Assert.Equal(quoted.Rows, plain.Rows);
        Assert.Equal(quoted.RejectLines, plain.RejectLines);

        string Text(Func<string, string> write) =>
            "customer,date,amount,channel\n" + string.Join('\n', picks.Select((pick, i) => pick >= 0 ? odd[pick] : $"{write($"c{i}")},2025-01-01,{i}.25,web"));
    }

    [Fact]
    public async Task Records_InChunksOfAnySize_AreTheSame()
    {
        var random = new Random(7);
        string[] lines = [.. Enumerable.Range(0, 5_000).Select(i => random.Next(40) == 0 ? OddRecords[random.Next(OddRecords.Length)] : $"c{i},2025-01-01,{i}.25,web")];
        string text = "customer,date,amount,channel\n" + string.Join('\n', lines);
        IngestRun whole = await RunAsync(text, "");
        IngestRun parted = await IngestRun.OfTextAsync(text, null, IngestOptions.Default with { Workers = 2, MaxRejectRate = 1, ChunkBytes = 16 });

        Assert.InRange(whole.Report.Rows.Accepted, 4_800, 4_990);
        Assert.Equal(parted.Rows, whole.Rows);
        Assert.Equal(parted.RejectLines, whole.RejectLines);
    }

    private static string Csv(string[] names, string[][] rows, Func<string, string> write) =>
        string.Join('\n', [string.Join(',', names), .. rows.Select(row => string.Join(',', row.Select(write)))]) + "\n";

    private static Task<IngestRun> RunAsync(string text, string mapping) =>
        IngestRun.OfTextAsync(text, mapping.Length == 0 ? null : mapping, IngestOptions.Default with { Workers = 2, MaxRejectRate = 1 });

    private static string ReportOf(IngestRun run) => (run.Report with { ContentHash = null, Bytes = 0 }).ToJson();
}
