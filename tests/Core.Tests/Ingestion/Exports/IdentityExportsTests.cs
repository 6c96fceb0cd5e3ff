using System.Globalization;

namespace ServerlessSeg.Core.Tests.Ingestion.Exports;

/// <summary>Exports in which it is a question who a customer is, or what an order id is worth.</summary>
public sealed class IdentityExportsTests
{
    [Theory]
    [InlineData("guests and passers-by", """
        customer_id,order_id,order_date,amount
        ann,1,2025-01-05,40.00
        Guest,2,2025-01-06,90.00
        walk-in,3,2025-01-06,10.00
        Walk In Customer,4,2025-01-06,5.00
        -1,5,2025-01-07,1.00
        散客,6,2025-01-07,2.00
        """, null, "ann 40.00 x1, rejected no_customer 5")]
    [InlineData("a guest who is a customer after all", """
        customer_id,order_id,order_date,amount
        ann,1,2025-01-05,40.00
        Guest,2,2025-01-06,90.00
        """, """{ "notCustomers": [] }""", "Guest 90.00 x1, ann 40.00 x1")]
    [InlineData("zero for several people, whom an address tells apart", """
        customer_id,email,order_id,order_date,amount
        0,x@example.com,1,2025-01-05,10.00
        0,Y@Example.com,2,2025-01-06,20.00
        12,z@example.com,3,2025-01-07,30.00
        0,y@example.com,4,2025-01-08,40.00
        """, null, "12 30.00 x1, x@example.com 10.00 x1, y@example.com 60.00 x2")]
    [InlineData("zero among ids that count from zero", """
        customer_id,order_id,order_date,amount
        0,1,2025-01-05,10.00
        1,2,2025-01-06,20.00
        2,3,2025-01-07,30.00
        3,4,2025-01-08,40.00
        4,5,2025-01-09,50.00
        """, null, "0 10.00 x1, 1 20.00 x1, 2 30.00 x1, 3 40.00 x1, 4 50.00 x1")]
    [InlineData("a missing id beside an address", """
        customer_id,customer_email,order_id,order_date,amount
        c1,ann@example.com,1,2025-01-05,10.00
        ,guest@example.com,2,2025-01-06,20.00
        """, null, "c1 10.00 x1, guest@example.com 20.00 x1")]
    [InlineData("a chain of columns that the mapping names", """
        id,mail,phone,order_id,order_date,amount
        c1,,,1,2025-01-05,10.00
        ,A@Example.com,,2,2025-01-06,20.00
        ,,0049,3,2025-01-07,30.00
        ,,,4,2025-01-08,40.00
        """, """{ "columns": { "customer": ["id", "mail", "phone"] } }""", "0049 30.00 x1, a@example.com 20.00 x1, c1 10.00 x1, rejected no_customer 1")]
    [InlineData("one column that the mapping names stays alone", """
        id,email,order_id,order_date,amount
        c1,x@example.com,1,2025-01-05,10.00
        ,y@example.com,2,2025-01-06,20.00
        """, """{ "columns": { "customer": "id" } }""", "c1 10.00 x1, rejected no_customer 1")]
    [InlineData("addresses in whichever case", """
        email,order_id,order_date,amount
        Ann@Example.com,1,2025-01-05,10.00
        ann@example.com,2,2025-01-06,20.00
        BOB@EXAMPLE.COM,3,2025-01-07,30.00
        """, null, "ann@example.com 30.00 x2, bob@example.com 30.00 x1")]
    [InlineData("an id of the person beside one of the order", """
        order_id,customer_id,customer_unique_id,order_date,amount
        1,k1,P,2025-01-05,10.00
        2,k2,P,2025-02-05,20.00
        3,k3,Q,2025-02-06,30.00
        """, null, "P 30.00 x2, Q 30.00 x1")]
    [InlineData("an id that is new with every order beside an address that comes back", """
        customer_id,email,order_id,order_date,amount
        k1,p@example.com,1,2025-01-05,10.00
        k2,q@example.com,2,2025-02-05,20.00
        k3,p@example.com,3,2025-02-06,30.00
        """, null, "p@example.com 40.00 x2, q@example.com 20.00 x1")]
    [InlineData("a name that two share beside an address", """
        Customer,Email,order_id,order_date,amount
        Kim Lee,a@example.com,1,2025-01-05,10.00
        Kim Lee,b@example.com,2,2025-02-05,20.00
        """, null, "a@example.com 10.00 x1, b@example.com 20.00 x1")]
    [InlineData("a name that two share beside an id", """
        Client;Member;order_id;order_date;amount
        Kim Lee;7;1;2025-01-05;10.00
        Kim Lee;8;2;2025-02-05;20.00
        """, null, "7 10.00 x1, 8 20.00 x1")]
    [InlineData("a buyer's id beside a name that two share", """
        Sale Date,Order ID,Buyer User ID,Buyer,Order Total
        2025-01-05,1,u1,Kim Lee,10.00
        2025-01-06,2,u2,Kim Lee,20.00
        """, null, "u1 10.00 x1, u2 20.00 x1")]
    [InlineData("the apostrophe by which a spreadsheet is told that digits are a text", """
        customer_id,order_id,order_date,amount
        '00123,'7,2025-01-05,10.00
        00123,8,2025-01-06,20.00
        't Hart,9,2025-01-07,30.00
        """, null, "'t Hart 30.00 x1, 00123 30.00 x2")]
    [InlineData("ids that a spreadsheet has rounded", """
        customer_id,order_id,order_date,amount
        8.80123E+11,1,2025-01-05,10.00
        8.80124E+11,2,2025-01-06,20.00
        """, null, "? rounded_ids")]
    [InlineData("the same, refused", """
        customer_id,order_id,order_date,amount
        8.80123E+11,1,2025-01-05,10.00
        880124,2,2025-01-06,20.00
        880125,3,2025-01-06,20.00
        """, """{ "roundedIds": "refuse" }""", "880124 20.00 x1, 880125 20.00 x1, rejected rounded_id 1")]
    [InlineData("the same, kept", """
        customer_id,order_id,order_date,amount
        8.80123E+11,1,2025-01-05,10.00
        """, """{ "roundedIds": "keep" }""", "8.80123E+11 10.00 x1")]
    [InlineData("leading zeros that some ids have lost", """
        customer_id,order_id,order_date,amount
        00123,1,2025-01-05,10.00
        123,2,2025-01-06,20.00
        00999,3,2025-01-07,30.00
        """, null, "? lost_zeros")]
    [InlineData("the same, filled up", """
        customer_id,order_id,order_date,amount
        00123,1,2025-01-05,10.00
        123,2,2025-01-06,20.00
        """, """{ "customerIdWidth": 5 }""", "00123 30.00 x2")]
    [InlineData("the same, kept", """
        customer_id,order_id,order_date,amount
        00123,1,2025-01-05,10.00
        123,2,2025-01-06,20.00
        """, """{ "customerIdWidth": 0 }""", "00123 10.00 x1, 123 20.00 x1")]
    [InlineData("receipts that start anew each day", """
        Receipt No,Date,Member,Total
        1,2025-01-05,ann,3.00
        2,2025-01-05,bob,2.00
        1,2025-01-06,ann,3.00
        2,2025-01-06,cid,4.00
        1,2025-01-07,ann,3.00
        """, null, "ann 9.00 x3, bob 2.00 x1, cid 4.00 x1")]
    [InlineData("receipts of one day, which may start anew on the next", """
        Receipt No,Date,Member,Total
        1,2025-01-05,ann,3.00
        2,2025-01-05,bob,2.00
        2,2025-01-05,bob,1.00
        """, null, "ann 3.00 x1, bob 3.00 x1")]
    [InlineData("an order whose lines were sold on two days", """
        order_id,order_date,customer_id,amount
        1001,2025-01-05,ann,3.00
        1001,2025-01-06,ann,2.00
        1002,2025-01-06,bob,4.00
        1003,2025-01-06,bob,4.00
        1003,2025-01-06,bob,5.00
        1004,2025-01-07,cid,4.00
        1004,2025-01-07,cid,9.00
        """, null, "ann 5.00 x1, bob 13.00 x2, cid 13.00 x1")]
    [InlineData("refunds come back on other days by their nature", """
        order_id,order_date,customer_id,amount
        1,2025-01-05,ann,3.00
        1,2025-01-06,ann,-3.00
        2,2025-01-06,bob,4.00
        2,2025-01-09,bob,-4.00
        3,2025-01-06,cid,5.00
        """, null, "ann 0.00 x0, bob 0.00 x0, cid 5.00 x1")]
    [InlineData("tills that count each for themselves", """
        order_id,till,order_date,customer_id,amount
        1,A,2025-01-05,ann,3.00
        1,B,2025-01-05,ann,4.00
        1,A,2025-01-06,ann,5.00
        """, """{ "orderScope": ["day", "till"] }""", "ann 12.00 x3")]
    [InlineData("within a customer", """
        order_id,order_date,customer_id,amount
        1,2025-01-05,ann,3.00
        1,2025-02-05,ann,4.00
        1,2025-01-06,bob,5.00
        """, """{ "orderScope": ["customer"] }""", "ann 7.00 x1, bob 5.00 x1")]
    public async Task Export_IsToldRight(string shape, string text, string? mapping, string told) => Assert.Equal((shape, told), (shape, await ExportTold.OfAsync(text, mapping)));

    [Fact]
    public async Task Receipts_OfADay_HoldWithinIt()
    {
        IngestRun run = await IngestRun.OfTextAsync("Receipt No,Date,Member,Total\n1,2025-01-05,ann,3.00\n2,2025-01-05,bob,2.00\n2,2025-01-05,bob,1.00\n");
        Assert.Equal(["1@2025-01-05", "2@2025-01-05"], run.Rows.Select(static row => row.Order).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Zero_ThatStandsOut_IsNoPerson()
    {
        string[] rows = [.. Enumerable.Range(0, 400).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i % 3 == 0 ? 0 : 100 + (i * 7 % 90))},{i},2025-01-{(i % 28) + 1:00},10.00"))];
        IngestRun run = await IngestRun.OfTextAsync("customer_id,order_id,order_date,amount\n" + string.Join('\n', rows));

        Assert.Equal((134L, 266L), (run.Report.RejectsByReason["no_customer"], run.Report.Rows.Accepted));
        Assert.Contains(run.Report.Mapping!.Notes, static note => note.StartsWith("customer '0' is no person (134 of the first 400 rows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneCustomer_WithAThirdOfTheRowsOnEveryDay_IsAskedAbout()
    {
        string[] rows = [.. Enumerable.Range(0, 600).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i % 3 == 0 ? 4711 : 100 + (i * 7 % 190))},{i},2025-01-{(i % 28) + 1:00},10.00"))];
        string text = "customer_id,order_id,order_date,amount\n" + string.Join('\n', rows);
        IngestRun asked = await IngestRun.OfTextAsync(text);

        Assert.StartsWith("one_customer: customer '4711' has 200 of the first 600 rows, on 28 of 28 days", Assert.Single(asked.Report.Failure!.Problems), StringComparison.Ordinal);
        IngestRun answered = await IngestRun.OfTextAsync(text, asked.Report.Failure.Mapping), kept = await IngestRun.OfTextAsync(text, """{ "notCustomers": [] }""");
        Assert.Equal((400L, 600L), (answered.Report.Rows.Accepted, kept.Report.Rows.Accepted));
    }
}
