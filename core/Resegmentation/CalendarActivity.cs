using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation.Calendar;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Cohorts and months, counted while the ledger is read. Money falls into the month of its own line, refunds too, so that the months add
/// up to the ledger; orders fall into the month of the purchase. Its size grows with months, never with customers. Not thread-safe.
/// </summary>
public sealed class CalendarActivity
{
    /// <summary>Starts empty.</summary>
    /// <param name="asOf">The last date that counts.</param>
    /// <param name="lostAfterDays">Days of silence after which a customer counts as lost.</param>
    public CalendarActivity(DateOnly asOf, int lostAfterDays)
    {
        int asOfDay = CalendarDays.Of(asOf);
        LostAfterDays = lostAfterDays;
        Cohorts = new CohortTable(asOfDay);
        Months = new MonthlyActivity(asOfDay, lostAfterDays);
    }

    /// <summary>Days of silence after which a customer counts as lost.</summary>
    public int LostAfterDays { get; }

    /// <summary>Customers by the month of their first purchase.</summary>
    public CohortTable Cohorts { get; }

    /// <summary>Revenue, orders and customers by month.</summary>
    public MonthlyActivity Months { get; }

    /// <summary>Counts a customer.</summary>
    /// <param name="customer">Its summary.</param>
    /// <param name="days">Its days, ascending, none after the as-of date.</param>
    public void Add(in CustomerSummary customer, ReadOnlySpan<ActivityDay> days)
    {
        if (customer.Purchases == 0)
        {
            Months.Add(null, days);
            return;
        }
        Months.Add(customer.FirstDay, days);
        Cohorts.Add(customer.FirstDay, days);
    }

    /// <summary>Adds the counts of another part of the base.</summary>
    public void Merge(CalendarActivity other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Cohorts.Merge(other.Cohorts);
        Months.Merge(other.Months);
    }
}
