using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Tests.Clv;

/// <summary>The unit of time must not matter: rates scale, the log-likelihood shifts by −Σx · ln c, predictions stay.</summary>
public sealed class TimeScaleTests
{
    [Fact]
    public void Fit_InDaysAndInWeeks_IsTheSameModel()
    {
        CustomerBySufficientStatistic cdnow = CustomerBySufficientStatistic.Cdnow();
        PurchaseHistories weeks = cdnow.Weeks();
        PurchaseHistories days = PurchaseHistories.FromDays(cdnow.Frequency, cdnow.RecencyDays, cdnow.AgeDays, [], TimeUnit.Day);
        Compare(weeks, Nbd.Fit(weeks), Nbd.Fit(days), 1);
        Compare(weeks, BgNbd.Fit(weeks), BgNbd.Fit(days), 1);
        Compare(weeks, MbgNbd.Fit(weeks), MbgNbd.Fit(days), 1);
        Compare(weeks, ParetoNbd.Fit(weeks), ParetoNbd.Fit(days), 1, 3);
    }

    private static void Compare<TModel>(PurchaseHistories weeks, FitResult<TModel> weekly, FitResult<TModel> daily, params int[] times)
        where TModel : CustomerBaseModel
    {
        Near.Absolute(weekly.LogLikelihood - (weeks.Transactions * Math.Log(7)), daily.LogLikelihood, 1e-6);
        for (int i = 0; i < weekly.Parameters.Count; i++)
            Near.Relative(weekly.Parameters[i].Value * (times.Contains(i) ? 7 : 1), daily.Parameters[i].Value, 1e-4);
        double inWeeks = weekly.Model.ConditionalExpectedTransactions(new PurchaseHistory(3, 20, 39), 13);
        double inDays = daily.Model.ConditionalExpectedTransactions(new PurchaseHistory(3, 140, 273), 91);
        Near.Relative(inWeeks, inDays, 1e-5);
    }
}
