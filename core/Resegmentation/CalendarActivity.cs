using System.Runtime.InteropServices;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation.Calendar;
using ServerlessSeg.Core.Transactions;
using CalendarDay = ServerlessSeg.Core.Segmentation.Calendar.PurchaseDay;
using RfmDay = ServerlessSeg.Core.Rfm.PurchaseDay;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Cohorts and months, counted while the ledger is read. Money falls into the month of its own line, refunds too, so that the months add
/// up to the ledger; orders fall into the month of the purchase. Its size grows with months, never with customers. Not thread-safe.
/// </summary>
public sealed class CalendarActivity
{
    private readonly int _asOfDay;
    private readonly string? _currency;
    private readonly CalendarDays _calendar;
    private readonly List<CalendarDay> _days = [];

    /// <summary>Starts empty.</summary>
    /// <param name="plan">Date, time zone and currency.</param>
    /// <param name="lostAfterDays">Days of silence after which a customer counts as lost.</param>
    public CalendarActivity(RunPlan plan, int lostAfterDays)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _asOfDay = CalendarDays.Of(plan.AsOf);
        _currency = plan.Options.Currency;
        _calendar = new CalendarDays(TimeZoneInfo.FindSystemTimeZoneById(plan.Options.TimeZone));
        LostAfterDays = lostAfterDays;
        Cohorts = new CohortTable(_asOfDay);
        Months = new MonthlyActivity(_asOfDay, lostAfterDays);
    }

    /// <summary>Days of silence after which a customer counts as lost.</summary>
    public int LostAfterDays { get; }

    /// <summary>Customers by the month of their first purchase.</summary>
    public CohortTable Cohorts { get; }

    /// <summary>Revenue, orders and customers by month.</summary>
    public MonthlyActivity Months { get; }

    /// <summary>Counts a customer.</summary>
    /// <param name="history">Its lines.</param>
    /// <param name="purchases">Its purchase days, in order of time.</param>
    public void Add(CustomerHistory history, ReadOnlySpan<RfmDay> purchases)
    {
        ArgumentNullException.ThrowIfNull(history);
        _days.Clear();
        foreach (ref readonly HistoryLine line in history.Lines)
        {
            if (line.Kind == TransactionKind.Free || (_currency is not null && line.Currency != _currency))
                continue;
            int day = _calendar.Of(line.OccurredAtMicros);
            if (day > _asOfDay)
                continue;
            // Where clocks are put back at midnight, a later instant may fall on the day before.
            int place = _days.Count;
            while (place > 0 && _days[place - 1].Day > day)
                place--;
            if (place > 0 && _days[place - 1].Day == day)
                _days[place - 1] = _days[place - 1] with { Amount = checked(_days[place - 1].Amount + line.Amount) };
            else
                _days.Insert(place, new CalendarDay(day, line.Amount, 0));
        }
        Span<CalendarDay> days = CollectionsMarshal.AsSpan(_days);
        int at = 0;
        foreach (RfmDay purchase in purchases)
        {
            // Every purchase day is the day of one of the lines.
            while (days[at].Day < purchase.Day)
                at++;
            days[at] = days[at] with { Orders = purchase.Orders };
        }
        int? first = purchases.IsEmpty ? null : purchases[0].Day;
        Months.Add(first, days);
        if (first is { } firstDay)
            Cohorts.Add(firstDay, days);
    }

    /// <summary>Adds the counts of another part of the base.</summary>
    public void Merge(CalendarActivity other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Cohorts.Merge(other.Cohorts);
        Months.Merge(other.Months);
    }
}
