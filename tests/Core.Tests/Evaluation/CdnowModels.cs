using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Tests.Evaluation;

/// <summary>The CDNOW sample split at 1997-09-30, read once, and the models fitted to its first 39 weeks.</summary>
internal static class CdnowModels
{
    private static readonly Lazy<CalibrationHoldout> LazySplit = new(() =>
        CalibrationHoldout.Split(ReferencePurchases.Cdnow(), ReferencePurchases.CdnowSplit, ReferencePurchases.CdnowEnd, TimeUnit.Week), LazyThreadSafetyMode.PublicationOnly);

    public static CalibrationHoldout Split => LazySplit.Value;

    public static PurchaseHistories Histories => PurchaseHistories.FromHistories(Split.Customers.Select(c => c.History), TimeUnit.Week);

    public static double[] Predicted(ICustomerBaseModel model) =>
        [.. Split.Customers.Select(c => model.ConditionalExpectedTransactions(c.History, Split.Horizon))];
}
