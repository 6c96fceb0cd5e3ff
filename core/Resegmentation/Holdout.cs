using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Evaluation;
using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>Gives the evaluation a base that was cut while it was summarised.</summary>
public static class Holdout
{
    // More customers would not change which model is best, only how long it takes to say so.
    private const int MostCustomers = 250_000;

    /// <summary>The cut base, or null where nothing was held back. Beyond 250,000 customers every n-th by key stands for all.</summary>
    public static CalibrationHoldout? Of(SummarisedBase customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        if (customers.HoldoutDays == 0)
            return null;
        ulong stride = (ulong)(customers.Customers.Length / MostCustomers) + 1;
        int splitDay = customers.AsOfDay - customers.HoldoutDays;
        double week = PurchaseHistories.DaysIn(TimeUnit.Week);
        List<CustomerSplit> splits = [];
        for (int i = 0; i < customers.Calibration.Length; i++)
        {
            CalibrationSummary cut = customers.Calibration[i];
            ref readonly CustomerSummary customer = ref customers.Customers[i];
            if (cut.Purchases == 0 || customer.Key % stride != 0)
                continue;
            int x = cut.Purchases - 1;
            var history = new PurchaseHistory(
                x, (cut.LastDay - customer.FirstDay) / week, (splitDay - customer.FirstDay) / week, cut.SumLogGapDays - x * Math.Log(week));
            splits.Add(new CustomerSplit(i, customer.FirstDay, history, double.NaN, cut.LastPeriodPurchases, cut.HoldoutPurchases, double.NaN));
        }
        return CalibrationHoldout.Of(splits, splitDay, customers.AsOfDay, TimeUnit.Week);
    }
}
