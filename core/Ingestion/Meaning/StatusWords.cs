using ServerlessSeg.Core.Ingestion.Mapping;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>What the usual words of shops, payment services and event logs say of a row, whatever their case and punctuation.</summary>
internal static class StatusWords
{
    private const string Counted =
        "paid complete completed delivered fulfilled unfulfilled shipped partially_shipped partially_fulfilled partially_delivered success succeeded successful approved captured settled cleared processing " +
        "processed awaiting_fulfillment awaiting_fulfilment awaiting_shipment awaiting_pickup ready_to_ship ready_for_pickup to_ship shipping in_transit out_for_delivery dispatched received invoiced confirmed accepted " +
        "finished done valid ok purchase purchased order_completed checkout_completed buy bought sale sold order transaction paid_out payment_received payment_accepted picked_up handed_over arrived " +
        "bezahlt abgeschlossen erledigt versandt versendet geliefert zugestellt in_bearbeitung bestätigt payé payée livré livrée expédié expédiée terminé terminée traité en_cours_de_préparation " +
        "pagado pagada completado completada entregado entregada enviado enviada procesando finalizado pagato completato consegnato spedito pago concluído concluido entregue aprovado enviado faturado " +
        "betaald voltooid verzonden afgerond opłacone zrealizowane wysłane dostarczone оплачен оплачено выполнен выполнено завершен завершён доставлен " +
        "已付款 已支付 支付成功 付款成功 已完成 交易成功 已发货 待发货 待收货 已签收 已收货 成功 完成 買家已付款 买家已付款 卖家已发货 入金済み 発送済み 完了 支払い済み 결제완료 배송완료 배송중 구매확정 완료";

    private const string Cancelled =
        "cancel cancelled canceled cancellation cancelling cancelled_by_customer canceled_by_customer cancelled_by_buyer cancelled_by_seller void voided annulled deleted removed trash trashed withdrawn revoked " +
        "storniert storno annulliert abgebrochen annulé annulée cancelado cancelada anulado anulada annullato annullata geannuleerd anulowane anulowano отменен отменён отменено аннулирован " +
        "已取消 取消 已关闭 交易关闭 已作废 キャンセル キャンセル済み 취소 취소완료 주문취소";

    private const string Failed =
        "failed failure fail declined denied rejected refused error payment_failed payment_error payment_declined blocked unsuccessful requires_payment_method fehlgeschlagen abgelehnt échoué échouée refusé refusée " +
        "fallido fallida rechazado rechazada fallito rifiutato falhou recusado mislukt nieudane отклонен отклонён ошибка 失败 支付失败 付款失败 已拒绝 失敗 실패 결제실패";

    private const string Pending =
        "pending pending_payment awaiting_payment unpaid not_paid payment_pending payment_due authorized authorised uncaptured requires_capture requires_confirmation requires_action on_hold hold holded payment_review " +
        "manual_review pending_review under_review incomplete initiated created awaiting_confirmation waiting_for_payment overdue past_due ausstehend offen unbezahlt wartend zahlung_ausstehend en_attente en_attente_de_paiement non_payé " +
        "pendiente pendiente_de_pago in_attesa in_attesa_di_pagamento não_pago pendente aguardando_pagamento in_afwachting oczekuje oczekujące ожидает_оплаты не_оплачен в_ожидании " +
        "待付款 待支付 未付款 未支付 等待买家付款 等待付款 未入金 支払い待ち 입금대기 결제대기";

    private const string Draft = "draft checkout_draft quote quotation estimate proforma pro_forma entwurf angebot brouillon devis borrador presupuesto bozza preventivo rascunho concept szkic черновик 草稿 報價 报价 下書き";

    private const string Expired = "expired abandoned timeout timed_out lapsed abgelaufen verfallen expiré expirée abandonné caducado vencido abandonado scaduto expirado verlopen wygasłe просрочен истек истёк 已过期 过期 已超时 期限切れ 만료";

    private const string Test = "test testing sandbox test_order test_mode";

    private const string NoPurchase =
        "view viewed page_view pageview product_view view_item view_item_list pv impression click clicked search cart carted add_to_cart addtocart added_to_cart remove_from_cart removefromcart removed_from_cart fav favorite favourite like " +
        "wishlist add_to_wishlist addtowishlist session_start begin_checkout checkout checkout_started add_payment_info add_shipping_info login signup sign_up scroll 浏览 点击 收藏 加购 加入购物车 加购物车 搜索";

    private const string Refunded =
        "refund refunded fully_refunded refund_completed returned chargeback charged_back reversed erstattet rückerstattet zurückerstattet retourniert remboursé remboursée reembolsado reembolsada devuelto rimborsato estornado terugbetaald " +
        "zwrócone zwrot возвращен возвращён возврат 已退款 退款成功 全额退款 已退货 返金済み 환불 환불완료";

    private const string PartlyRefunded =
        "partially_refunded partial_refund partly_refunded partially_returned teilweise_erstattet teilerstattet partiellement_remboursé partiellement_remboursée parcialmente_reembolsado parzialmente_rimborsato gedeeltelijk_terugbetaald 部分退款 一部返金 부분환불";

    private static readonly Dictionary<string, RowVerdict> Verdicts = Create();

    /// <summary>What a word says; null where it is not known.</summary>
    public static RowVerdict? Of(string word)
    {
        string normalised = Normalise(word);
        return Verdicts.TryGetValue(normalised, out RowVerdict verdict) ? verdict : null;
    }

    /// <summary>A word without case, blanks and punctuation, and without the mark of a shop system in front of it.</summary>
    public static string Normalise(string word) =>
        ColumnAliases.Normalise(word.TrimStart().StartsWith("wc-", StringComparison.OrdinalIgnoreCase) ? word.TrimStart()[3..] : word);

    private static Dictionary<string, RowVerdict> Create()
    {
        var verdicts = new Dictionary<string, RowVerdict>(StringComparer.Ordinal);
        Add(Counted, RowVerdict.Counted);
        Add(Cancelled, RowVerdict.LeftOut(LeftOutReason.Cancelled));
        Add(Failed, RowVerdict.LeftOut(LeftOutReason.Failed));
        Add(Pending, RowVerdict.LeftOut(LeftOutReason.Pending));
        Add(Draft, RowVerdict.LeftOut(LeftOutReason.Draft));
        Add(Expired, RowVerdict.LeftOut(LeftOutReason.Expired));
        Add(Test, RowVerdict.LeftOut(LeftOutReason.Test));
        Add(NoPurchase, RowVerdict.LeftOut(LeftOutReason.NoPurchase));
        Add(Refunded, new RowVerdict(RowOutcome.Refunded));
        Add(PartlyRefunded, new RowVerdict(RowOutcome.PartlyRefunded));
        return verdicts;

        void Add(string words, RowVerdict verdict)
        {
            foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                verdicts.TryAdd(ColumnAliases.Normalise(word), verdict);
        }
    }
}
