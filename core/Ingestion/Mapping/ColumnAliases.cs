using System.Text;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>The header names by which columns are recognised, the likeliest first.</summary>
public static class ColumnAliases
{
    /// <summary>The names for a role, as people write them.</summary>
    public static IReadOnlyList<string> Of(ColumnRole role) => NamesOf(role).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a header is one of the names for any role.</summary>
    public static bool IsAny(string header)
    {
        string normalised = Normalise(header);
        return Enum.GetValues<ColumnRole>().Any(role => Of(role).Any(alias => Normalise(alias) == normalised));
    }

    /// <summary>A header without case, blanks, punctuation and byte order mark; two headers that agree in this are the same.</summary>
    public static string Normalise(string header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var letters = new StringBuilder(header.Length);
        foreach (char symbol in header)
        {
            if (char.IsLetterOrDigit(symbol))
                letters.Append(char.ToLowerInvariant(symbol));
        }
        return letters.ToString();
    }

    /// <summary>Whether an amount of this name is that of a whole order, which an export with a row for each of its lines repeats in all of them.</summary>
    public static bool NamesOrderTotal(string header) =>
        Normalise(header) is "orderamount" or "ordertotal" or "ordervalue" or "grandtotal" or "paymentvalue" or "paymentamount" or "paidamount" or "amountpaid" or "ordertotalamount" or "totalpaid" or "订单金额" or "实付金额";

    /// <summary>Whether an order of this name is a receipt of a till, the numbers of which may start anew.</summary>
    public static bool NamesReceipt(string header) => Normalise(header) is
        "receiptno" or "receiptid" or "receipt" or "receiptnumber" or "ticketid" or "ticket" or "ticketno" or "ticketnumber" or "billno" or "billnumber" or "bonnr" or "bonnummer" or "belegnummer" or "checkno" or "checknumber" or "小票号" or "单号";

    /// <summary>Whether a kind of this name is that of the transaction, rather than of the order or the line.</summary>
    public static bool NamesTransactionType(string header) => Normalise(header) is "transactiontype" or "txntype";

    /// <summary>Whether a kind of this name says yes or no, so that "1" or "y" is a refund.</summary>
    public static bool NamesRefundFlag(string header) =>
        Normalise(header) is "returnflag" or "isreturn" or "isrefund" or "refundflag" or "returned";

    private static string NamesOf(ColumnRole role) => role switch
    {
        ColumnRole.Customer =>
            "customer_unique_id customer_id customer cust_id cust customer_key customer_number customer_no customer_code client_id client user_id user buyer_id buyer_user_id buyer_username buyer " +
            "member_id member membership_id account_id account shopper_id contact_id loyalty_id card_id visitor_id person_id consumer_id household_key " +
            "household_id kundennummer kunden_id kunden_nr kundennr kunde id_client numero_client id_cliente cliente " +
            "客户ID 客户编号 客户号 客户 会员号 会员ID 会员编号 会员 用户ID 用户编号 用户 买家ID 买家会员名 顾客ID 顾客编号 顾客 customer_user_id user_pseudo_id customer_email email buyer_email email_address billing_email contact_email user_email 手机号",
        ColumnRole.Order =>
            "order_id order order_number order_no order_name order_reference order_ref invoice_no invoice invoice_id invoice_number transaction_id transaction txn_id trans_id receipt_id " +
            "receipt_no receipt_number receipt basket_id basket ticket_id ticket bill_no sales_order bestellnummer auftragsnummer rechnungsnummer belegnummer " +
            "订单号 订单编号 订单ID 订单 交易号 交易编号 单号 发票号",
        ColumnRole.Date =>
            "occurred_at timestamp order_date invoice_date transaction_date purchase_date date date_time created_at ordered_at order_time order_datetime " +
            "order_purchase_timestamp purchased_at purchase_time paid_at time day sale_date sales_date transaction_time txn_date trans_date event_time " +
            "created_time created_on create_time created date_created created_date order_created paid_time event_date datum bestelldatum rechnungsdatum kaufdatum fecha 下单时间 下单日期 订单时间 订单日期 交易时间 交易日期 付款时间 支付时间 购买时间 购买日期 消费时间 日期 时间",
        ColumnRole.Amount =>
            "amount net_amount total_amount order_amount line_amount revenue net_revenue sales net_sales total total_price order_total line_total grand_total " +
            "sales_amount sale_amount sales_value order_value spend spent turnover payment payment_value payment_amount paid_amount amt subtotal gmv monetary value " +
            "dollars purchase_revenue betrag umsatz summe gesamt gesamtbetrag montant importe 金额 实付金额 订单金额 销售额 销售金额 总金额 支付金额 实付 交易金额 消费金额",
        ColumnRole.Price =>
            "unit_price price item_price price_per_unit price_each selling_price lineitem_price einzelpreis stückpreis preis prix prix_unitaire precio 单价 价格 售价",
        ColumnRole.Quantity =>
            "quantity qty units quantity_ordered order_quantity item_quantity lineitem_quantity pieces menge anzahl quantite cantidad 数量 件数 购买数量",
        ColumnRole.Currency => "currency currency_code ccy iso_currency währung waehrung devise moneda 币种 货币",
        ColumnRole.Channel => "channel sales_channel order_channel channel_name kanal canal 渠道 销售渠道",
        ColumnRole.Product =>
            "product_id product sku stock_code item_id item product_code product_name item_sku article_no article lineitem_sku product_category category " +
            "artikelnummer artikel produkt producto produit 商品ID 商品编号 商品编码 商品 商品名称 产品 产品名称",
        ColumnRole.Country => "country country_code shipping_country billing_country customer_country country_name land pays pais 国家 国家地区",
        ColumnRole.Line =>
            "line_number line_no line_id line order_line order_line_number order_item_id line_num positionsnummer position 行号",
        ColumnRole.Kind =>
            "kind type transaction_type txn_type order_type line_type return_flag is_return is_refund refund_flag returned 类型 交易类型 订单类型",
        ColumnRole.RefundedAmount =>
            "refunded_amount amount_refunded total_refunded refund_amount refund_total refunded_total order_refund_amount refund_value amount_refunded_usd refunds_total erstattungsbetrag erstattet_betrag montant_remboursé " +
            "importe_reembolsado 退款金额 已退金额",
        ColumnRole.RefundedAt => "refunded_at refund_date refunded_date refunded_on refund_time refunded_date_utc 退款时间 退款日期",
        ColumnRole.AdjustedAmount => "adjusted_order_total",
        ColumnRole.Debit => "debit debits debit_amount soll debe débit addebito 借方 借方金额",
        ColumnRole.Credit => "credit credits credit_amount haben haber crédit avere 贷方 贷方金额",
        _ => "",
    };
}
