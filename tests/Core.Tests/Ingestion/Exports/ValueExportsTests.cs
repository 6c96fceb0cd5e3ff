using System.Globalization;
using System.Text;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Tests.Ingestion.Exports;

/// <summary>Exports whose values are written as the programs of some country or trade write them.</summary>
public sealed class ValueExportsTests
{
    [Theory]
    [InlineData("CA$12.50|C$1,250.00|CA$3.00", "1265.50")]
    [InlineData("1.234,50 kr.|99,00 kr.|12,00 kr", "1345.50")]
    [InlineData("12 500 Ft|1 250 Ft|99 000 Ft", "112750")]
    [InlineData("Rp150.000|Rp1.250.000|Rp 75.500", "1475500")]
    [InlineData("Rp150.000|rp75.500", "225500")]
    [InlineData("Rs. 1,234.50|Rs.99.00|Rs 1,00,000.00", "101333.50")]
    [InlineData("S/ 120.00|S/. 1,250.50|S/35.00", "1405.50")]
    [InlineData("NT$1,200|NT$85|NT$12,000", "13285")]
    [InlineData("150.000₫|1.250.000 ₫|75.500đ", "1475500")]
    [InlineData("R 1 234.50|R99.00|R 12 000.00", "13333.50")]
    [InlineData("1 250,00 грн|99,50 грн.", "1349.50")]
    [InlineData("RM1,250.00|RM 9.90", "1259.90")]
    [InlineData("250,00 лв.|9,90 лв", "259.90")]
    [InlineData("HK$1,250.50|HK$9", "1259.50")]
    [InlineData("1.250,50 lei|9,90 Lei", "1260.40")]
    [InlineData("1.250,50 TL|9,90 TL", "1260.40")]
    [InlineData("KSh 1,250.50|KSh9.00", "1259.50")]
    [InlineData("₦1,250.50|₦ 9.00", "1259.50")]
    public async Task Amounts_WithWordsOfCurrencies_AreRead(string amounts, string sum)
    {
        IngestRun run = await IngestRun.OfTextAsync("customer;date;amount\n" + string.Concat(amounts.Split('|').Select(static (amount, i) => $"c{i};2025-01-13;{amount}\n")));

        Assert.Equal(BatchStatus.Ready, run.Report.Status);
        Assert.Equal((0L, decimal.Parse(sum, CultureInfo.InvariantCulture)), (run.Report.Rows.Rejected, run.Report.Money.Accepted));
    }

    [Theory]
    [InlineData("13. Januar 2025|14. März 2025", "2025-01-13|2025-03-14")]
    [InlineData("13 janv. 2025 10:11|14 févr. 2025 10:11", "2025-01-13|2025-02-14")]
    [InlineData("1er août 2025|14 décembre 2025", "2025-08-01|2025-12-14")]
    [InlineData("13 ene 2025|14 abr 2025", "2025-01-13|2025-04-14")]
    [InlineData("13 de enero de 2025|14 de dic. de 2025", "2025-01-13|2025-12-14")]
    [InlineData("01-ene-24|12-dic-24|05-ago-24|03-abr-24", "2024-01-01|2024-12-12|2024-08-05|2024-04-03")]
    [InlineData("13 gennaio 2025|14 lug 2025", "2025-01-13|2025-07-14")]
    [InlineData("13 de março de 2025|14 fev. 2025", "2025-03-13|2025-02-14")]
    [InlineData("13 mei 2025|14 mrt 2025", "2025-05-13|2025-03-14")]
    [InlineData("13 października 2025|14 maja 2025", "2025-10-13|2025-05-14")]
    [InlineData("13 января 2025|14 мая 2025", "2025-01-13|2025-05-14")]
    [InlineData("13 Ocak 2025|14 Ağustos 2025", "2025-01-13|2025-08-14")]
    [InlineData("13 marraskuuta 2025|14 maaliskuuta 2025", "2025-11-13|2025-03-14")]
    [InlineData("January 13th, 2025|December 2nd, 2025", "2025-01-13|2025-12-02")]
    [InlineData("13JAN2025|14DEC2025", "2025-01-13|2025-12-14")]
    [InlineData("Jan 13, 2025 at 10:11 AM|Jan 14, 2025 at 10:11 PM", "2025-01-13|2025-01-14")]
    [InlineData("13-JAN-25 10.11.12.000000 AM|14-JAN-25 10.11.12.000000 PM", "2025-01-13|2025-01-14")]
    [InlineData("2025/1/13 上午 10:11:12|2025/1/14 下午 10:11:12", "2025-01-13|2025-01-14")]
    [InlineData("2025. 1. 13. 오전 10:11|2025. 1. 14. 오후 10:11", "2025-01-13|2025-01-14")]
    [InlineData("2025년 1월 13일|2025년 12월 14일", "2025-01-13|2025-12-14")]
    [InlineData("/Date(1736763072000)/|/Date(1736849472000+0100)/", "2025-01-13|2025-01-14")]
    [InlineData("13/Jan/2025:10:11:12 +0000|14/Jan/2025:23:11:12 -0200", "2025-01-13|2025-01-15")]
    [InlineData("2025-01-13 10:11:12 +0000 UTC|2025-01-14 10:11:12.123456 +0000 UTC", "2025-01-13|2025-01-14")]
    [InlineData("Mon Jan 13 2025 10:11:12 GMT-0500 (Eastern Standard Time)|Tue Jan 14 2025 22:11:12 GMT-0500 (Eastern Standard Time)", "2025-01-13|2025-01-15")]
    [InlineData("2025-W03-1|2026-W53-7", "2025-01-13|2027-01-03")]
    [InlineData("'2025-01-13|'2025-01-14", "2025-01-13|2025-01-14")]
    public void Dates_OfOtherToolsAndLanguages_AreRead(string dates, string days)
    {
        var parser = new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc);
        IEnumerable<string> read = dates.Split('|').Select(date => parser.TryParse(Encoding.UTF8.GetBytes(date), out long micros)
            ? DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : $"{date} is not read");
        Assert.Equal(days.Split('|'), read);
    }

    [Theory]
    [InlineData("13 foo 2025")]
    [InlineData("32 janvier 2025")]
    [InlineData("30 février 2025")]
    [InlineData("2025-W54-1")]
    [InlineData("2025-W03-8")]
    [InlineData("2025/1/13 下午 22:11")]
    [InlineData("Mon Jan 13 10:11:12 PST 2025")]
    [InlineData("2025-01")]
    [InlineData("13th")]
    [InlineData("/Date(x)/")]
    [InlineData("janvier")]
    public void Dates_ThatAreNone_AreNotRead(string date) =>
        Assert.False(new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc).TryParse(Encoding.UTF8.GetBytes(date), out _));

    [Fact]
    public async Task Dates_WithLettersOfAZone_AreToldWithWhatToWrite()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer,date,amount\nc,Mon Jan 13 10:11:12 PST 2025,1\nc,Tue Jan 14 10:11:12 PST 2025,2\n");
        Assert.Contains(run.Report.Mapping!.Notes, static note => note.Contains("('PST')", StringComparison.Ordinal) && note.Contains("timeZone", StringComparison.Ordinal));
        IngestRun answered = await IngestRun.OfTextAsync(
            "customer,date,amount\nc,Mon Jan 13 10:11:12 PST 2025,1\nc,Tue Jan 14 10:11:12 PST 2025,2\n", """{ "timeZone": "America/Los_Angeles", "dateFormats": ["ddd MMM d HH:mm:ss 'PST' yyyy"] }""");
        Assert.Equal(3m, answered.Report.Money.Accepted);
    }

    [Theory]
    [InlineData("units in headers", """
        Customer ID (internal),Order Number,Order Date (UTC),Amount (USD)
        A,1,2025-01-13,10.00
        B,2,2025-01-14,20.00
        """, null, "A 10.00 x1, B 20.00 x1")]
    [InlineData("quotes marked by a backslash", """
        customer_id,order_id,product,order_date,amount
        a,1,"Mug \"XL\", blue",2025-01-13,10.00
        b,2,"Path \\",2025-01-14,20.00
        c,3,"plain, one",2025-01-15,30.00
        """, null, "a 10.00 x1, b 20.00 x1, c 30.00 x1")]
    [InlineData("the day from which computers count", """
        customer_id,order_id,order_date,amount
        a,1,2025-01-13,10.00
        a,2,1970-01-01,20.00
        b,3,2025-01-15,30.00
        b,4,2025-01-15,30.00
        b,5,2025-01-15,30.00
        b,6,2025-01-15,30.00
        b,7,2025-01-15,30.00
        b,8,2025-01-15,30.00
        b,9,2025-01-15,30.00
        b,10,2025-01-15,30.00
        """, null, "? epoch_dates")]
    [InlineData("the same, refused", """
        customer_id,order_id,order_date,amount
        a,1,2025-01-13,10.00
        a,2,1970-01-01,20.00
        b,3,2025-01-15,30.00
        """, """{ "earliestDate": "1970-01-02" }""", "a 10.00 x1, b 30.00 x1, rejected date_before_floor 1")]
    [InlineData("dates and ids alone", """
        customer_id,order_date
        a,2025-01-13
        a,2025-01-14
        b,2025-01-15
        """, null, "a 0.00 x0, b 0.00 x0")]
    [InlineData("debit and credit, which are asked about", """
        Date,Customer,Document,Debit,Credit
        2025-01-13,4711,RE-1,119.00,
        """, null, "? say in mapping.json which columns they are, as in { \"columns\"")]
    [InlineData("an order id under a name that may mean anything", """
        Name,Email,Created at,Total
        #1001,a@example.com,2025-01-13,10.00
        #1002,a@example.com,2025-01-14,20.00
        #1003,b@example.com,2025-01-15,30.00
        """, null, "a@example.com 30.00 x2, b@example.com 30.00 x1")]
    [InlineData("names of people are no orders", """
        Name,Email,Created at,Total
        Ann Lee,a@example.com,2025-01-13,10.00
        Bob Kim,b@example.com,2025-01-15,30.00
        """, null, "a@example.com 10.00 x1, b@example.com 30.00 x1")]
    public async Task Export_IsToldRight(string shape, string text, string? mapping, string told) => Assert.Equal((shape, told), (shape, await ExportTold.OfAsync(text, mapping)));

    [Fact]
    public async Task BackslashedQuotes_AreTakenOff()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer_id,product,date,amount\na,\"Mug \\\"XL\\\", blue\",2025-01-13,1\nb,\"C:\\\\\",2025-01-13,2\n");
        Assert.Equal(["Mug \"XL\", blue", "C:\\"], run.Rows.Select(static row => row.Product));
    }

    [Theory]
    [InlineData("windows-1251", "Иванов|Петрова|Сидоров|Кузнецова|Смирнов Алексей Николаевич|Екатерина Фёдоровна")]
    [InlineData("shift_jis", "山田太郎|鈴木花子|佐藤健一郎さん|東京都渋谷区のお客様|ありがとうございます")]
    [InlineData("euc-kr", "김철수|이영희|박지성 고객님|서울특별시 강남구|감사합니다 주문이 완료되었습니다")]
    [InlineData("big5", "王小明|陳大文|林志玲小姐|臺北市信義區的客戶|謝謝您的訂購我們會儘快處理")]
    [InlineData("gbk", "王小明|陈大文|林志玲女士|北京市朝阳区的客户|谢谢您的订购我们会尽快处理")]
    public async Task Encodings_OfOtherCountries_AreFoundAndTold(string encoding, string customers)
    {
        string text = "customer,date,amount\n" + string.Concat(customers.Split('|').Select(static customer => $"{customer},2025-01-13,5.00\n"));
        IngestRun run = await IngestRun.OfBytesAsync(CodePagesEncodingProvider.Instance.GetEncoding(encoding == "gbk" ? "gb18030" : encoding)!.GetBytes(text));

        Assert.Equal(customers.Split('|').Order(StringComparer.Ordinal), run.Rows.Select(static row => row.Customer));
        Assert.Contains(run.Report.Mapping!.Notes, note => note.Contains($"its encoding is a guess: {encoding}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("windows-1250", "Łukasz Wójcik")]
    [InlineData("windows-1254", "Ayşe Yılmaz")]
    [InlineData("koi8-r", "Иванов")]
    public async Task Encodings_ThatTheMappingNames_AreTaken(string encoding, string customer)
    {
        byte[] bytes = CodePagesEncodingProvider.Instance.GetEncoding(encoding)!.GetBytes($"customer,date,amount\n{customer},2025-01-13,5.00\n");
        IngestRun run = await IngestRun.OfBytesAsync(bytes, $$"""{ "encoding": "{{encoding}}" }""");
        Assert.Equal(customer, Assert.Single(run.Rows).Customer);
    }

    [Theory]
    [InlineData("_SUCCESS", 0, true)]
    [InlineData("_committed_12", 90, true)]
    [InlineData(".part-00000.csv.crc", 12, true)]
    [InlineData("part-00001.csv", 0, true)]
    [InlineData("part-00001.csv", 10, false)]
    [InlineData("orders.csv", 0, false)]
    [InlineData("success.csv", 10, false)]
    public void MarkerFiles_AreKnown(string name, long bytes, bool isMarker) => Assert.Equal(isMarker, MarkerFile.Is(name, bytes));
}
