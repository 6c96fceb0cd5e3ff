using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Exports;

/// <summary>Exports that hold orders which are no business, or no longer.</summary>
public sealed class StatusExportsTests
{
    [Theory]
    [InlineData("a paid, a cancelled and a failed order", """
        customer_id,order_id,order_date,amount,order_status
        ann,1,2025-01-05,40.00,Paid
        ann,2,2025-01-06,900.00,Cancelled
        bob,3,2025-01-07,15.00,FAILED
        bob,4,2025-01-07,15.00,paid
        """, null, "ann 40.00 x1, bob 15.00 x1, left out cancelled 1 900.00, left out failed 1 15.00")]
    [InlineData("words of other languages", """
        Kundennummer;Bestellnummer;Datum;Betrag;Bestellstatus
        7;B1;13.01.2025;20,00;Abgeschlossen
        7;B2;14.01.2025;30,00;Storniert
        8;B3;15.01.2025;50,00;Zahlung ausstehend
        8;B4;16.01.2025;60,00;Versendet
        """, null, "7 20.00 x1, 8 60.00 x1, left out cancelled 1 30.00, left out pending 1 50.00")]
    [InlineData("Chinese words", """
        用户ID,订单号,下单时间,金额,订单状态
        u1,1,2025-01-05,10.00,交易成功
        u1,2,2025-01-06,99.00,交易关闭
        u2,3,2025-01-07,20.00,待付款
        u2,4,2025-01-08,30.00,已发货
        """, null, "u1 10.00 x1, u2 30.00 x1, left out cancelled 1 99.00, left out pending 1 20.00")]
    [InlineData("the prefix of WooCommerce, drafts and what was given up", """
        customer_id,order_id,order_date,total,status
        ann,1,2025-01-05,40.00,wc-completed
        ann,2,2025-01-06,50.00,wc-checkout-draft
        bob,3,2025-01-07,60.00,wc-on-hold
        bob,4,2025-01-08,70.00,abandoned
        bob,5,2025-01-09,80.00,wc-processing
        """, null, "ann 40.00 x1, bob 80.00 x1, left out draft 1 50.00, left out expired 1 70.00, left out pending 1 60.00")]
    [InlineData("a log of events", """
        user_id,event_time,event_type,product_id,price
        1,2025-01-05 10:00:00,page_view,p1,10.00
        1,2025-01-05 10:01:00,add_to_cart,p1,10.00
        1,2025-01-05 10:02:00,purchase,p1,10.00
        2,2025-01-05 11:00:00,wishlist,p2,99.00
        """, null, "1 10.00 x1, left out no_purchase 3 119.00")]
    [InlineData("a date of cancellation", """
        customer_id,order_id,order_date,amount,Cancelled at
        ann,1,2025-01-05,40.00,
        ann,2,2025-01-06,55.00,2025-01-07 10:00:00
        bob,3,2025-01-07,15.00,0000-00-00 00:00:00
        """, null, "ann 40.00 x1, bob 15.00 x1, left out cancelled 1 55.00")]
    [InlineData("flags of cancellation and of tests", """
        customer_id,order_id,order_date,amount,is_cancelled,is_test
        ann,1,2025-01-05,40.00,false,0
        ann,2,2025-01-06,55.00,true,0
        bob,3,2025-01-07,15.00,false,1
        """, null, "ann 40.00 x1, left out cancelled 1 55.00, left out test 1 15.00")]
    [InlineData("a refunded order is nothing, and not minus its amount", """
        customer_id,order_id,order_date,amount,payment_status
        ann,1,2025-01-05,40.00,paid
        ann,2,2025-01-06,100.00,refunded
        bob,3,2025-01-07,60.00,refunded
        """, null, "ann 40.00 x1, bob 0.00 x0")]
    [InlineData("the same without order ids, where no refund could meet its purchase", """
        customer_id,order_date,amount,payment_status
        ann,2025-01-05,40.00,paid
        ann,2025-01-06,100.00,refunded
        """, null, "ann 40.00 x1, left out refunded 1 100.00")]
    [InlineData("what was given back, in a column of its own", """
        customer_id,order_id,order_date,amount,refunded_amount,refund_date
        ann,1,2025-01-05,100.00,30.00,2025-02-01
        bob,2,2025-01-06,50.00,0.00,
        cid,3,2025-01-07,20.00,-20.00,2025-01-09
        """, null, "ann 70.00 x1, bob 50.00 x1, cid 0.00 x0")]
    [InlineData("a status and a column of what was given back", """
        customer_id,order_id,order_date,amount,payment_status,amount_refunded
        ann,1,2025-01-05,100.00,partially_refunded,25.50
        bob,2,2025-01-06,50.00,refunded,50.00
        cid,3,2025-01-07,20.00,refunded,
        dan,4,2025-01-08,30.00,closed,30.00
        """, null, "ann 74.50 x1, bob 0.00 x0, cid 0.00 x0, dan 0.00 x0")]
    [InlineData("refunded before it was cancelled", """
        customer_id,order_id,order_date,amount,financial status,cancelled at
        ann,1,2025-01-05,100.00,refunded,2025-01-06
        bob,2,2025-01-06,50.00,paid,2025-01-07
        bob,3,2025-01-08,20.00,paid,
        """, null, "ann 0.00 x0, bob 20.00 x1, left out cancelled 1 50.00")]
    [InlineData("a word that is not known", """
        customer_id,order_id,order_date,amount,order_status
        ann,1,2025-01-05,40.00,paid
        ann,2,2025-01-06,90.00,zorbled
        """, null, "? unknown_status")]
    [InlineData("the same word where no money hangs on it", """
        customer_id,order_id,order_date,amount,order_status
        ann,1,2025-01-05,40.00,paid
        ann,2,2025-01-06,0.00,zorbled
        """, null, "ann 40.00 x1")]
    [InlineData("the same word, answered", """
        customer_id,order_id,order_date,amount,order_status
        ann,1,2025-01-05,40.00,paid
        ann,2,2025-01-06,90.00,Zorbled
        ann,3,2025-01-07,80.00,gone
        """, """{ "status": { "column": "order_status", "words": { "zorbled": "counted", "GONE": "leftOut" } } }""", "ann 130.00 x2, left out by_status 1 80.00")]
    [InlineData("a mapping goes before the usual meaning of a word", """
        customer_id,order_id,order_date,amount,order_status
        ann,1,2025-01-05,40.00,pending
        ann,2,2025-01-06,90.00,cancelled
        """, """{ "status": [{ "column": "order_status", "words": { "pending": "counted" } }] }""", "ann 40.00 x1, left out cancelled 1 90.00")]
    [InlineData("a mapping that judges no row by its state", """
        customer_id,order_id,order_date,amount,order_status
        ann,1,2025-01-05,40.00,paid
        ann,2,2025-01-06,90.00,cancelled
        """, """{ "status": [] }""", "ann 130.00 x2")]
    [InlineData("a status of the customer, of which no word is known", """
        customer_id,order_id,order_date,amount,status
        ann,1,2025-01-05,40.00,Gold
        bob,2,2025-01-06,90.00,Silver
        """, null, "ann 40.00 x1, bob 90.00 x1")]
    [InlineData("a part that was given back, of which nothing says how much", """
        customer_id,order_id,order_date,amount,payment_status
        ann,1,2025-01-05,40.00,paid
        ann,2,2025-01-06,90.00,partially_refunded
        """, null, "? untold_refunds")]
    [InlineData("refunds that may be told twice", """
        customer_id,order_id,order_date,amount,payment_status
        ann,1,2025-01-05,40.00,refunded
        ann,1,2025-01-06,-40.00,paid
        """, null, "? refunds_twice")]
    [InlineData("the same, answered", """
        customer_id,order_id,order_date,amount,payment_status
        ann,1,2025-01-05,40.00,refunded
        ann,1,2025-01-06,-40.00,paid
        bob,2,2025-01-06,10.00,paid
        """, """{ "status": { "column": "payment_status", "words": { "refunded": "counted" } } }""", "ann 0.00 x0, bob 10.00 x1")]
    [InlineData("sales among payments of the same money", """
        customer_id,order_id,order_date,amount,line_type
        ann,1,2025-01-05,40.00,Sale
        ann,1,2025-01-05,40.00,Sale Line
        ann,1,2025-01-05,40.00,Payment
        """, null, "? kinds_of_rows")]
    [InlineData("the same, answered", """
        customer_id,order_id,order_date,amount,line_type
        ann,1,2025-01-05,40.00,Sale
        ann,1,2025-01-05,40.00,Sale Line
        ann,1,2025-01-05,40.00,Payment
        """, """{ "where": { "column": "line_type", "in": ["Sale"] } }""", "ann 40.00 x1, left out filtered 2 80.00")]
    [InlineData("only some kinds of rows", """
        customer_id,order_id,order_date,amount,type,note
        ann,1,2025-01-05,40.00,Sale,
        ann,2,2025-01-06,90.00,Transfer to bank,
        ann,3,2025-01-07,10.00,Fee: card,
        bob,4,2025-01-08,20.00,sale,staff
        """, """{ "where": [{ "column": "type", "notIn": ["transfer to bank", "Fee:*"] }, { "column": "note", "empty": true }] }""", "ann 40.00 x1, left out filtered 3 120.00")]
    [InlineData("a log of another shop's events without money", """
        timestamp,visitorid,event,itemid,transactionid
        2015-06-02 05:02:12,257597,view,355908,
        2015-06-02 05:12:12,257597,addtocart,355908,
        2015-06-02 05:22:12,257597,transaction,355908,7
        """, null, "257597 0.00 x0, left out no_purchase 2 0.00")]
    [InlineData("orders of a market place with its own names", """
        Order ID,Order Status,Seller SKU,Quantity,SKU Subtotal,Order Amount,Order Refund Amount,Created Time,Cancelled Time,Buyer Username
        57601,Completed,A,1,10.00,25.00,0.00,2025-01-13 10:00:00,,ann_t
        57601,Completed,B,1,15.00,25.00,0.00,2025-01-13 10:00:00,,ann_t
        57602,Canceled,A,1,10.00,10.00,0.00,2025-01-14 10:00:00,2025-01-14 11:00:00,bob_t
        57603,Completed,A,1,10.00,10.00,4.00,2025-01-15 10:00:00,,bob_t
        """, null, "ann_t 25.00 x1, bob_t 6.00 x1, left out cancelled 1 10.00")]
    [InlineData("events of web analytics", """
        event_date,event_name,user_pseudo_id,transaction_id,purchase_revenue
        20250113,page_view,u1,,
        20250113,purchase,u1,T1,25.50
        20250114,purchase,u2,T2,10.00
        20250114,session_start,u2,,
        """, null, "u1 25.50 x1, u2 10.00 x1, left out no_purchase 2 0.00")]
    [InlineData("orders of a shop with guests", """
        Order ID,Order Date,Order Status,Customer User ID,Billing Email,Order Total,Refund Total
        1,2025-01-13,completed,0,x@example.com,10.00,0
        2,2025-01-14,completed,0,y@example.com,20.00,5.00
        3,2025-01-15,trash,7,z@example.com,30.00,0
        4,2025-01-16,processing,7,z@example.com,40.00,0
        """, null, "7 40.00 x1, x@example.com 10.00 x1, y@example.com 15.00 x1, left out cancelled 1 30.00")]
    [InlineData("a till with voided sales and passers-by", """
        Sale ID,Completed,Time,Customer,Total,Voided
        1,true,2025-01-13T10:00:00,Walk-in,10.00,false
        2,true,2025-01-13T11:00:00,Ann One,20.00,false
        3,true,2025-01-14T11:00:00,Bob Two,50.00,true
        """, null, "Ann One 20.00 x1, rejected no_customer 1, left out cancelled 1 50.00")]
    [InlineData("only one kind of rows", """
        customer_id,order_id,order_date,amount,type
        ann,1,2025-01-05,40.00,Sale
        ann,2,2025-01-06,90.00,Payout
        """, """{ "where": { "column": "type", "in": ["sale"] } }""", "ann 40.00 x1, left out filtered 1 90.00")]
    [InlineData("rows left out need no customer and no date", """
        customer_id,order_id,order_date,amount,order_status
        ann,1,2025-01-05,40.00,paid
        ,2,,90.00,draft
        ,3,2025-01-06,5.00,paid
        """, null, "ann 40.00 x1, rejected no_customer 1, left out draft 1 90.00")]
    public async Task Export_IsToldRight(string shape, string text, string? mapping, string told) => Assert.Equal((shape, told), (shape, await ExportTold.OfAsync(text, mapping)));

    [Fact]
    public async Task Question_NamesWordsMoneyAndWhatToWrite()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer_id,order_id,order_date,amount,order_status\na,1,2025-01-05,40.00,paid\na,2,2025-01-06,90.00,zorbled\na,3,2025-01-06,5.50,zorbled\n");

        string question = Assert.Single(run.Report.Failure!.Problems);
        Assert.Contains("'zorbled' (2 rows of 95.50)", question, StringComparison.Ordinal);
        IngestRun answered = await IngestRun.OfTextAsync("customer_id,order_id,order_date,amount,order_status\na,1,2025-01-05,40.00,paid\na,2,2025-01-06,90.00,zorbled\n", run.Report.Failure.Mapping);
        Assert.Equal((BatchStatus.Ready, 130m), (answered.Report.Status, answered.Report.Money.Accepted));
    }

    [Fact]
    public async Task Notes_TellMostMoneyFirst()
    {
        IngestRun run = await IngestRun.OfTextAsync("customer_id,order_id,order_date,amount,order_status\na,1,2025-01-05,40.00,paid\na,2,2025-01-06,90.00,void\na,3,2025-01-06,500,cancelled\n");

        string[] told = [.. run.Report.Mapping!.Notes.Where(static note => note.Contains("left out", StringComparison.Ordinal))];
        Assert.Equal(2, told.Length);
        Assert.Equal("column 'order_status' says 'cancelled' in 1 row of 500.00, which is left out as cancelled", told[0]);
    }

    [Fact]
    public async Task States_ByColumnAndQuoted_AreTheSame()
    {
        string[] words = ["paid", "Paid", "cancelled", "refunded", "partially_refunded", "pending", "", "shipped", "zorbled"];
        var random = new Random(5);
        string[][] rows = [.. Enumerable.Range(0, 4_000).Select(i => Row(i, words[random.Next(4) > 0 ? 0 : random.Next(words.Length)]))];
        const string Mapping = """{ "status": { "column": "status", "words": { "zorbled": "leftOut" } } }""";
        IngestRun plain = await RunAsync(static cell => cell), quoted = await RunAsync(static cell => $"\"{cell}\"");

        Assert.InRange(plain.Report.Rows.LeftOut, 100, 2_000);
        Assert.True(plain.Report.Kinds.Refunds > 100);
        Assert.Equal(quoted.Rows, plain.Rows);
        Assert.Equal((quoted.Report with { ContentHash = null, Bytes = 0 }).ToJson(), (plain.Report with { ContentHash = null, Bytes = 0 }).ToJson());

        string[] Row(int i, string word) =>
            [$"c{random.Next(90)}", $"o{i}", "2025-01-05", $"{random.Next(1, 99)}.25", word, random.Next(9) == 0 || word == "partially_refunded" ? "3.25" : "0.00"];

        Task<IngestRun> RunAsync(Func<string, string> write) => IngestRun.OfTextAsync(
            string.Join('\n', ["customer_id,order_id,order_date,amount,status,refunded_amount", .. rows.Select(row => string.Join(',', row.Select(write)))]), Mapping, IngestOptions.Default with { Workers = 2, ChunkBytes = 4096 });
    }
}
