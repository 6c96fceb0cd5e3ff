using ServerlessSeg.Core.Ingestion.Meaning;

namespace ServerlessSeg.Core.Tests.Ingestion.Exports;

/// <summary>Exports that are known by their header, in their own shape and with made-up rows.</summary>
public sealed class PresetExportsTests
{
    private const string Shopify =
        "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Country,Cancelled at,Refunded Amount,Id,Source\n"
        + "#10,ann@example.com,paid,2025-01-05 10:00:00 +0100,EUR,20.00,5.00,0.00,25.00,2025-01-05 09:59:00 +0100,2,Mug,5.00,DE,,0.00,9001,web\n"
        + "#10,ann@example.com,,,,,,,,2025-01-05 09:59:00 +0100,1,Jug,10.00,,,,,\n"
        + "#11,bob@example.com,partially_refunded,2025-01-06 10:00:00 +0100,EUR,40.00,0.00,0.00,40.00,2025-01-06 09:59:00 +0100,4,Jug,10.00,DE,,10.00,9002,web\n"
        + "#12,cid@example.com,voided,,EUR,70.00,0.00,0.00,70.00,2025-01-07 09:59:00 +0100,7,Jug,10.00,DE,2025-01-08 08:00:00 +0100,0.00,9003,web\n"
        + "#13,ANN@example.com,paid,2025-02-05 10:00:00 +0100,EUR,10.00,0.00,0.00,10.00,2025-02-05 09:59:00 +0100,1,Jug,10.00,DE,,0.00,9004,pos\n";

    private const string Squarespace =
        "Order ID,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Amount Refunded,Total,Lineitem quantity,Lineitem name,Lineitem price,Billing Country,Channel Name\n"
        + "00001,ann@example.com,PAID,2025-01-05 10:00:00 -0500,FULFILLED,USD,30.00,0,0,0.00,30.00,1,Print,10.00,US,Web\n"
        + "00001,ann@example.com,,,,,,,,,,2,Card,10.00,,\n"
        + "00002,bob@example.com,REFUNDED,2025-01-06 10:00:00 -0500,FULFILLED,USD,20.00,0,0,20.00,20.00,2,Card,10.00,US,Web\n";

    private const string Woo =
        "Order Number,Order Status,Order Date,First Name (Billing),Email (Billing),Country Code (Billing),Item #,SKU,Quantity,Item Cost,Order Line Total,Order Refund Amount,Order Total Amount\n"
        + "51,Completed,2025-01-05 12:00:00,Ann,ann@example.com,US,1,X,2,10,20,0,55\n"
        + "51,Completed,2025-01-05 12:00:00,Ann,ann@example.com,US,2,Y,1,30,30,0,55\n"
        + "52,Processing,2025-01-06 12:00:00,Bob,bob@example.com,US,1,Y,1,30,30,10,30\n"
        + "53,Cancelled,2025-01-07 12:00:00,Bob,bob@example.com,US,1,Y,1,30,30,0,30\n";

    private const string WooAnalytics =
        "Date,Order #,N. Revenue,Status,Customer,Customer type,Product(s),Items sold,Coupon(s)\n"
        + "2025-01-05 10:00:00,71,40,completed,Ann One,new,1x Mug,1,\n"
        + "2025-01-06 10:00:00,72,15,pending,Bob Two,new,1x Jug,1,\n";

    private const string Stripe =
        "id,Created (UTC),Amount,Amount Refunded,Currency,Captured,Refunded date (UTC),Status,Card ID,Customer ID,Customer Email\n"
        + "ch_1,2025-01-05 10:00,100.00,0.00,eur,true,,Paid,card_1,cus_1,ann@example.com\n"
        + "ch_2,2025-01-06 10:00,50.00,20.00,eur,true,2025-01-20 10:00,Paid,card_2,cus_2,bob@example.com\n"
        + "ch_3,2025-01-07 10:00,70.00,0.00,eur,false,,Failed,card_2,cus_2,bob@example.com\n"
        + "ch_4,2025-01-08 10:00,30.00,0.00,eur,true,,Paid,card_3,,Guest@Example.com\n";

    private const string PayPal =
        "\"Date\",\"Time\",\"TimeZone\",\"Name\",\"Type\",\"Status\",\"Currency\",\"Gross\",\"Fee\",\"Net\",\"From Email Address\",\"To Email Address\",\"Transaction ID\",\"Item Title\"\n"
        + "\"13/01/2025\",\"10:00:00\",\"CET\",\"Ann\",\"Express Checkout Payment\",\"Completed\",\"EUR\",\"100.00\",\"-3.00\",\"97.00\",\"ann@example.com\",\"me@shop.example\",\"T1\",\"Mug\"\n"
        + "\"14/01/2025\",\"10:00:00\",\"CET\",\"Bob\",\"Express Checkout Payment\",\"Refunded\",\"EUR\",\"60.00\",\"-2.00\",\"58.00\",\"bob@example.com\",\"me@shop.example\",\"T2\",\"Jug\"\n"
        + "\"15/01/2025\",\"10:00:00\",\"CET\",\"Bob\",\"Payment Refund\",\"Completed\",\"EUR\",\"-60.00\",\"0.00\",\"-60.00\",\"me@shop.example\",\"bob@example.com\",\"T3\",\"\"\n"
        + "\"16/01/2025\",\"10:00:00\",\"CET\",\"\",\"General Withdrawal\",\"Completed\",\"EUR\",\"-90.00\",\"0.00\",\"-90.00\",\"me@shop.example\",\"\",\"T4\",\"\"\n"
        + "\"17/01/2025\",\"10:00:00\",\"CET\",\"Cid\",\"Website Payment\",\"Denied\",\"EUR\",\"20.00\",\"0.00\",\"20.00\",\"cid@example.com\",\"me@shop.example\",\"T5\",\"\"\n";

    private const string Square =
        "Date,Time,Time Zone,Gross Sales,Discounts,Net Sales,Tax,Tip,Partial Refunds,Total Collected,Source,Transaction ID,Payment ID,Description,Event Type,Location,Customer ID,Customer Name,Transaction Status\n"
        + "2025-01-13,10:00:00,Eastern Time (US & Canada),$60.00,-$5.00,$55.00,$4.40,$0.00,$0.00,$59.40,Point of Sale,TX1,P1,Mug,Payment,Main,C1,Ann,Complete\n"
        + "2025-01-14,10:00:00,Eastern Time (US & Canada),-$20.00,$0.00,-$20.00,-$1.60,$0.00,$0.00,-$21.60,Point of Sale,TX2,P2,Mug,Refund,Main,C1,Ann,Complete\n"
        + "2025-01-15,10:00:00,Eastern Time (US & Canada),$9.00,$0.00,$9.00,$0.00,$0.00,$0.00,$9.00,Point of Sale,TX3,P3,Jug,Payment,Main,,,Complete\n";

    private const string SquareItems =
        "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Event Type,Location,Customer ID\n"
        + "2025-01-13,10:00:00,Eastern Time (US & Canada),Mugs,Mug,2,Regular,,$40.00,$0.00,$40.00,$3.20,TX1,P1,Payment,Main,C1\n"
        + "2025-01-13,10:00:00,Eastern Time (US & Canada),Jugs,Jug,1,Regular,,$15.00,$0.00,$15.00,$1.20,TX1,P1,Payment,Main,C1\n"
        + "2025-01-14,10:00:00,Eastern Time (US & Canada),Mugs,Mug,-1,Regular,,-$20.00,$0.00,-$20.00,-$1.60,TX2,P2,Refund,Main,C1\n";

    private const string Magento =
        "ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),Grand Total (Purchased),Status,Customer Email,Subtotal,Total Refunded\n"
        + "000000007,\"Main\n  Store\",2025-01-05 10:00:00,A,A,55.0000,55.0000,complete,ann@example.com,50.0000,0.0000\n"
        + "000000008,Main,2025-01-06 10:00:00,B,B,105.0000,105.0000,canceled,bob@example.com,100.0000,\n"
        + "000000009,Main,2025-01-07 10:00:00,A,A,45.0000,45.0000,closed,ann@example.com,40.0000,45.0000\n";

    private const string BigCommerce =
        "Order ID,Customer ID,Customer Name,Customer Email,Order Date,Order Status,Subtotal (inc tax),Order Total (inc tax),Order Total (ex tax),Order Currency Code\n"
        + "1,0,Ann,ann@example.com,2025-01-13,Completed,110.00,110.00,100.00,EUR\n"
        + "2,7,Bob,bob@example.com,2025-01-14,Shipped,20.00,25.00,20.00,EUR\n"
        + "3,7,Bob,bob@example.com,2025-01-15,Awaiting Payment,20.00,25.00,20.00,EUR\n";

    private const string Etsy =
        "Sale Date,Order ID,Buyer User ID,Full Name,Ship Country,Currency,Order Value,Order Total,Status,Order Net,Adjusted Order Total,Buyer\n"
        + "01/13/25,31,u1,Pat,United States,USD,50.00,55.00,,55.00,0.00,Pat\n"
        + "01/20/25,32,u2,Pat,United States,USD,80.00,80.00,,80.00,65.00,Pat\n";

    private const string Ebay =
        "Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Country,Item Number,Item Title,Quantity,Sold For,Shipping And Handling,Total Price,Sale Date\n"
        + "101,12-1,ann_1,Ann,Germany,,,2,$30.00,$5.00,$35.00,Jan-13-25\n"
        + "102,12-1,,,,33500,Lamp,1,$10.00,,,Jan-13-25\n"
        + "103,12-2,bob_2,Bob,Germany,33501,Mug,1,$7.00,$0.00,$7.00,Jan-14-25\n";

    private const string Amazon =
        "order-id\torder-item-id\tpurchase-date\tpayments-date\tbuyer-email\tbuyer-name\tsku\tproduct-name\tquantity-purchased\tcurrency\titem-price\tship-country\n"
        + "111-1\t1\t2025-01-13T10:00:00+00:00\t2025-01-13T10:00:00+00:00\tann@m.example\tAnn\tMUG\tMug\t2\tEUR\t20.00\tDE\n"
        + "111-1\t2\t2025-01-13T10:00:00+00:00\t2025-01-13T10:00:00+00:00\tann@m.example\tAnn\tJUG\tJug\t1\tEUR\t20.00\tDE\n";

    private const string Olist =
        "order_id,customer_id,order_status,order_purchase_timestamp,payment_sequential,payment_type,payment_value,customer_unique_id,order_item_id,product_id,price\n"
        + "o1,k1,delivered,2017-10-02 10:56:33,1,boleto,60.00,P,1,a,25.00\n"
        + "o1,k1,delivered,2017-10-02 10:56:33,1,boleto,60.00,P,2,b,35.00\n"
        + "o2,k2,delivered,2017-11-02 10:56:33,1,voucher,20.00,P,1,a,40.00\n"
        + "o2,k2,delivered,2017-11-02 10:56:33,2,voucher,20.00,P,1,a,40.00\n"
        + "o3,k3,unavailable,2017-11-02 10:56:33,1,boleto,99.00,Q,1,a,99.00\n";

    private const string Taobao =
        "订单编号,买家会员名,买家支付宝账号,买家应付货款,总金额,买家实际支付金额,订单状态,订单创建时间,宝贝标题\n"
        + "=\"7001\",小明,x,30.00,30.00,30.00,交易成功,2025-01-13 10:00:00,杯子\n"
        + "=\"7002\",小红,x,50.00,50.00,0.00,交易关闭,2025-01-14 10:00:00,壶\n";

    private const string Odoo =
        "Order Reference,Customer,Order Date,Order Lines/Product,Order Lines/Quantity,Order Lines/Subtotal,Total,Status\n"
        + "S00001,Acme,2025-01-13 10:00:00,Desk,1,100.00,150.00,Sales Order\n"
        + ",,,Chair,2,50.00,,\n"
        + "S00002,Beta,2025-01-14 10:00:00,Desk,1,100.00,100.00,Quotation\n"
        + "S00003,Acme,2025-01-15 10:00:00,Chair,1,25.00,25.00,Sales Order\n";

    [Theory]
    [InlineData("shopify-orders", Shopify, null, "ann@example.com 35.00 x2, bob@example.com 30.00 x1, left out cancelled 1 70.00")]
    [InlineData("shopify-orders", Shopify, """{ "columns": { "price": "Lineitem price", "quantity": "Lineitem quantity" } }""", "ann@example.com 30.00 x2, bob@example.com 30.00 x1, left out cancelled 1 70.00")]
    [InlineData("squarespace-orders", Squarespace, null, "ann@example.com 30.00 x1, bob@example.com 0.00 x0")]
    [InlineData("woocommerce-order-items", Woo, null, "ann@example.com 55.00 x1, bob@example.com 20.00 x1, left out cancelled 1 30.00")]
    [InlineData("woocommerce-analytics", WooAnalytics, null, "Ann One 40.00 x1, left out pending 1 15.00")]
    [InlineData("stripe-payments", Stripe, null, "cus_1 100.00 x1, cus_2 30.00 x1, guest@example.com 30.00 x1, left out failed 1 70.00")]
    [InlineData("paypal-activity", PayPal, """{ "notCustomers": ["me@shop.example"] }""", "ann@example.com 100.00 x1, bob@example.com 0.00 x1, left out failed 1 20.00, left out filtered 1 -90.00")]
    [InlineData("square-transactions", Square, null, "C1 35.00 x1, rejected no_customer 1")]
    [InlineData("square-items", SquareItems, null, "C1 35.00 x1")]
    [InlineData("magento-orders", Magento, null, "ann@example.com 55.00 x1, left out cancelled 1 105.00")]
    [InlineData("bigcommerce-orders", BigCommerce, null, "7 25.00 x1, ann@example.com 110.00 x1, left out pending 1 25.00")]
    [InlineData("etsy-orders", Etsy, null, "u1 55.00 x1, u2 65.00 x1")]
    [InlineData("ebay-orders", Ebay, null, "ann_1 35.00 x1, bob_2 7.00 x1")]
    [InlineData("amazon-orders", Amazon, null, "ann@m.example 40.00 x1")]
    [InlineData("olist-merged", Olist, null, "P 100.00 x2, left out by_status 1 99.00")]
    [InlineData("taobao-orders", Taobao, null, "小明 30.00 x1, left out cancelled 1 0.00")]
    [InlineData("odoo-sales", Odoo, null, "Acme 175.00 x2, left out draft 1 100.00")]
    public async Task Preset_IsRecognisedAndRight(string preset, string text, string? mapping, string told)
    {
        IngestRun run = await IngestRun.OfTextAsync(text, mapping);

        Assert.Equal((preset, told), (preset, ExportTold.Of(run)));
        Assert.Equal(preset, run.Report.Mapping!.Preset);
        Assert.Contains(run.Report.Mapping.Notes, note => note.Contains($"preset '{preset}'", StringComparison.Ordinal));
    }

    [Fact]
    public void Presets_AllHaveATest()
    {
        string[] tested = [.. typeof(PresetExportsTests).GetMethod(nameof(Preset_IsRecognisedAndRight))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(static data => (string)data.Data[0]!).Distinct()];
        Assert.Equal(Presets.All.Select(static preset => preset.Name).Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Preset_Declined_IsNotUsed()
    {
        IngestRun run = await IngestRun.OfTextAsync(Magento, """{ "preset": "none" }""");
        Assert.Null(run.Report.Mapping?.Preset);
    }

    [Fact]
    public async Task PayPal_WithoutItsOwnAddress_AsksWithTheLikeliest()
    {
        IngestRun asked = await IngestRun.OfTextAsync(PayPal);

        Assert.Contains("\"me@shop.example\"", Assert.Single(asked.Report.Failure!.Problems), StringComparison.Ordinal);
        Assert.Equal("ann@example.com 100.00 x1, bob@example.com 0.00 x1, left out failed 1 20.00, left out filtered 1 -90.00", await ExportTold.OfAsync(PayPal, asked.Report.Failure.Mapping));
    }
}
