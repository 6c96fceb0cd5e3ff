using ServerlessSeg.Core.Ingestion;

namespace ServerlessSeg.Core.Tests.Ingestion.Exports;

/// <summary>Exports whose rows do not stand for themselves.</summary>
public sealed class GrainExportsTests
{
    [Theory]
    [InlineData("order cells in the first row of an order only", """
        order_id,customer_id,order_date,total,product
        1,ann,2025-01-05,30.00,A
        1,,,,B
        1,,,,C
        2,bob,2025-01-06,12.00,A
        3,ann,2025-02-06,8.00,B
        3,,,,A
        """, null, "ann 38.00 x2, bob 12.00 x1")]
    [InlineData("an order id that is not repeated either", """
        Order Reference;Customer;Order Date;Product;Subtotal
        S1;Ann;2025-01-05;A;10.00
        ;;;B;5.00
        S2;Bob;2025-01-06;A;7.00
        ;;;C;1.50
        """, null, "Ann 15.00 x1, Bob 8.50 x1")]
    [InlineData("lines with money of their own under an order that is cancelled", """
        order_id,customer_id,order_date,order_status,price,quantity
        1,ann,2025-01-05,paid,10.00,2
        1,,,,5.00,1
        2,bob,2025-01-06,cancelled,99.00,1
        2,,,,1.00,3
        """, null, "ann 25.00 x1, left out cancelled 2 102.00")]
    [InlineData("the same, refunded in part", """
        order_id,customer_id,order_date,order_status,price,quantity,refunded_amount
        1,ann,2025-01-05,partially_refunded,10.00,2,12.50
        1,,,,5.00,1,
        2,bob,2025-01-06,refunded,99.00,1,102.00
        2,,,,1.00,3,
        """, null, "ann 12.50 x1, bob 0.00 x0")]
    [InlineData("a mapping that forbids carrying down", """
        order_id,customer_id,order_date,total,product
        1,ann,2025-01-05,30.00,A
        1,,,,B
        2,bob,2025-01-06,12.00,A
        """, """{ "carryDown": false, "maximumRejectRate": 1 }""", "ann 30.00 x1, bob 12.00 x1, rejected no_customer 1")]
    [InlineData("the total of an order in each of its rows", """
        customer_id,order_id,order_date,order_total,product
        ann,1,2025-01-05,30.00,A
        ann,1,2025-01-05,30.00,B
        bob,2,2025-01-06,12.00,A
        bob,2,2025-01-06,12.00,B
        bob,2,2025-01-06,12.00,C
        ann,3,2025-02-06,30.00,A
        """, null, "ann 60.00 x2, bob 12.00 x1")]
    [InlineData("the same in a column that the mapping names", """
        who,nr,when,worth,what
        ann,1,2025-01-05,30.00,A
        ann,1,2025-01-05,30.00,B
        bob,2,2025-01-06,12.00,A
        bob,2,2025-01-06,12.00,B
        """, """{ "columns": { "customer": "who", "order": "nr", "date": "when", "amount": "worth" }, "amountOf": "order" }""", "ann 30.00 x1, bob 12.00 x1")]
    [InlineData("the same where the mapping says that it is of the line", """
        customer_id,order_id,order_date,order_total
        ann,1,2025-01-05,30.00
        ann,1,2025-01-05,30.00
        """, """{ "amountOf": "line" }""", "ann 60.00 x1")]
    [InlineData("a total under any name, told by what it does", """
        customer_id,order_id,order_date,amount,product
        a,1,2025-01-01,11.00,A
        a,1,2025-01-01,11.00,B
        b,2,2025-01-02,12.00,A
        b,2,2025-01-02,12.00,C
        c,3,2025-01-03,13.00,B
        c,3,2025-01-03,13.00,A
        d,4,2025-01-04,14.00,A
        d,4,2025-01-04,14.00,D
        e,5,2025-01-05,15.00,E
        e,5,2025-01-05,15.00,A
        """, null, "a 11.00 x1, b 12.00 x1, c 13.00 x1, d 14.00 x1, e 15.00 x1")]
    [InlineData("a total in few orders, which is asked about", """
        ContactName,EmailAddress,*InvoiceNumber,*InvoiceDate,Total,*Description,*Quantity,*UnitAmount,Status
        Acme,acme@example.com,INV-1,2025-01-13,120.00,Widget,2,50.00,PAID
        Acme,acme@example.com,INV-1,2025-01-13,120.00,Shipping,1,20.00,PAID
        Beta,beta@example.com,INV-2,2025-01-20,75.00,Widget,1,75.00,VOIDED
        Beta,beta@example.com,INV-3,2025-01-21,50.00,Widget,1,50.00,DRAFT
        """, null, "? order_total")]
    [InlineData("the same, answered", """
        ContactName,EmailAddress,*InvoiceNumber,*InvoiceDate,Total,*Description,*Quantity,*UnitAmount,Status
        Acme,acme@example.com,INV-1,2025-01-13,120.00,Widget,2,50.00,PAID
        Acme,acme@example.com,INV-1,2025-01-13,120.00,Shipping,1,20.00,PAID
        Beta,beta@example.com,INV-2,2025-01-20,75.00,Widget,1,75.00,VOIDED
        Beta,beta@example.com,INV-3,2025-01-21,50.00,Widget,1,50.00,DRAFT
        """, """{ "amountOf": "order" }""", "acme@example.com 120.00 x1, left out cancelled 1 75.00, left out draft 1 50.00")]
    [InlineData("receipts whose lines differ are not asked about", """
        receipt_id,customer_id,date,item,total
        R-100001,ann,2025-01-13,Coffee,3.00
        R-100001,ann,2025-01-13,Tea,3.00
        R-100002,bob,2025-01-13,Coffee,3.00
        R-100002,bob,2025-01-13,Cake,4.00
        """, null, "ann 6.00 x1, bob 7.00 x1")]
    [InlineData("lines of one price are no totals", """
        customer_id,order_id,order_date,amount,product
        a,1,2025-01-01,10.00,A
        a,1,2025-01-01,10.00,B
        b,2,2025-01-02,10.00,A
        b,2,2025-01-02,10.00,C
        c,3,2025-01-03,10.00,B
        c,3,2025-01-03,10.00,A
        d,4,2025-01-04,10.00,A
        d,4,2025-01-04,10.00,D
        e,5,2025-01-05,10.00,E
        e,5,2025-01-05,10.00,A
        """, null, "a 20.00 x1, b 20.00 x1, c 20.00 x1, d 20.00 x1, e 20.00 x1")]
    [InlineData("several payments of one order", """
        customer_id,order_id,order_date,payment_value,payment_no,item
        ann,1,2025-01-05,20.00,1,A
        ann,1,2025-01-05,20.00,2,A
        ann,1,2025-01-05,20.00,1,B
        ann,1,2025-01-05,20.00,2,B
        """, """{ "amountOf": "order", "amountKey": ["payment_no"] }""", "ann 40.00 x1")]
    [InlineData("the customer above the rows of a group", """
        Customer,Date,Number,Amount
        Acme,,,
        ,2025-01-05,1,100.00
        ,2025-01-20,2,-30.00
        Total for Acme,,,70.00
        Total Wine Ltd,,,
        ,2025-02-01,3,25.00
        Total for Total Wine Ltd,,,25.00
        TOTAL,,,95.00
        Printed on Monday
        """, """{ "groupRows": true, "columns": { "order": "Number" } }""", "Acme 70.00 x1, Total Wine Ltd 25.00 x1, left out heading 3 0.00, left out total 3 190.00")]
    [InlineData("the same, which is asked about", """
        Customer,Date,Number,Amount
        Acme,,,
        ,2025-01-05,1,100.00
        Total for Acme,,,100.00
        """, null, "? group_rows")]
    [InlineData("titles above such a report", """
        My Company
        Sales by Customer

        ,Date,Num,Amount
        Acme,,,
        ,2025-01-05,1,100.00
        Total for Acme,,,100.00
        """, null, "? line 4 looks like the column names of a report that has the customer above the rows of a group")]
    [InlineData("debit and credit", """
        Date;Customer;Document;Debit;Credit
        13.01.2025;4711;RE-1;119,00;
        20.01.2025;4711;GS-1;;19,00
        14.01.2025;4712;RE-2;50,00;
        01.02.2025;4711;ZA-1;;100,00
        """, """{ "columns": { "debit": "Debit", "credit": "Credit" }, "where": { "column": "Document", "notIn": ["ZA-*"] } }""", "4711 100.00 x1, 4712 50.00 x1, left out filtered 1 -100.00")]
    [InlineData("price and quantity that the mapping names beside a total", """
        order_id,customer_id,order_date,total,piece,n
        1,ann,2025-01-05,99.00,10.00,2
        2,bob,2025-01-06,99.00,5.00,1
        """, """{ "columns": { "price": "piece", "quantity": "n" } }""", "ann 20.00 x1, bob 5.00 x1")]
    public async Task Export_IsToldRight(string shape, string text, string? mapping, string told)
    {
        string found = await ExportTold.OfAsync(text, mapping);
        Assert.Equal((shape, told), (shape, found));
    }

    [Fact]
    public async Task Orders_CutByChunks_AreCarriedDownAllTheSame()
    {
        string text = "order_id,customer_id,order_date,total,product\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => $"{i},c{i % 70},2025-01-{(i % 28) + 1:00},{i % 40}.50,A\n{i},,,,B\n{i},,,,\"C\"\n"));
        IngestRun one = await IngestRun.OfTextAsync(text), many = await IngestRun.OfTextAsync(text, null, IngestOptions.Default with { Workers = 4, ChunkBytes = 64 });

        Assert.Equal((6_000L, 6_000L, 2_000L, 4_000L), (one.Report.Rows.Read, one.Report.Rows.Accepted, one.Report.Kinds.Purchases, one.Report.Kinds.Free));
        Assert.Equal(one.Rows, many.Rows);
        Assert.Equal(one.Report.ToJson(), many.Report.ToJson());
    }
}
