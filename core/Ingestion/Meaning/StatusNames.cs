using ServerlessSeg.Core.Ingestion.Mapping;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>How a column tells the state of its rows.</summary>
internal enum StatusForm : byte
{
    /// <summary>By words.</summary>
    Words,

    /// <summary>By being filled: a date of cancellation.</summary>
    Filled,

    /// <summary>By yes or no.</summary>
    Flag,
}

/// <summary>The header names by which columns that tell the state of a row are recognised.</summary>
internal static class StatusNames
{
    // Of an order or a payment, whatever their words.
    private const string OfOrders =
        "financial_status payment_status payment_state paid_status charge_status transaction_status txn_status order_status order_state sales_status sale_status invoice_status order_payment_status purchase_status receipt_status " +
        "bestellstatus zahlungsstatus auftragsstatus rechnungsstatus statut_commande statut_de_la_commande statut_paiement estado_pedido estado_del_pedido estado_de_pago estado_del_pago stato_ordine stato_pagamento " +
        "status_do_pedido status_pedido orderstatus 订单状态 交易状态 支付状态 付款状态 订单状态名称 注文ステータス 注文状況 支払い状況 주문상태 결제상태 статус_заказа статус_оплаты";

    // Of anything, so that their words have to be known.
    private const string OfAnything =
        "status event_type event event_name action behavior_type behaviour_type estado statut stato 状态 行为类型 行为 事件类型 ステータス 상태 статус transaction_state";

    private const string OfCancellations =
        "cancelled_at canceled_at cancelled_on canceled_on cancellation_date cancellation_time cancelled_time canceled_time cancelled_date canceled_date cancel_time cancel_date voided_at void_date deleted_at " +
        "storniert_am stornodatum date_annulation fecha_de_cancelación 取消时间 キャンセル日時";

    private const string OfFlags = "is_cancelled is_canceled cancelled canceled is_void is_voided voided void is_deleted deleted storniert annulé cancelado";

    private const string OfTests = "is_test test test_order is_test_order test_mode";

    private static readonly HashSet<string> Orders = Of(OfOrders), Anything = Of(OfAnything), Cancellations = Of(OfCancellations), Flags = Of(OfFlags), Tests = Of(OfTests);

    /// <summary>How a column of this name tells the state of rows; null where it is not named like that.</summary>
    public static StatusForm? FormOf(string header)
    {
        string name = ColumnAliases.Normalise(header);
        if (Orders.Contains(name) || Anything.Contains(name))
            return StatusForm.Words;
        if (Cancellations.Contains(name))
            return StatusForm.Filled;
        return Flags.Contains(name) || Tests.Contains(name) ? StatusForm.Flag : null;
    }

    /// <summary>Whether a column of this name is of orders or payments for certain.</summary>
    public static bool IsOfOrders(string header) => Orders.Contains(ColumnAliases.Normalise(header));

    /// <summary>What the rows are that such a column marks.</summary>
    public static LeftOutReason ReasonOf(string header) => Tests.Contains(ColumnAliases.Normalise(header)) ? LeftOutReason.Test : LeftOutReason.Cancelled;

    private static HashSet<string> Of(string names) => [.. names.Split(' ').Select(ColumnAliases.Normalise)];
}
