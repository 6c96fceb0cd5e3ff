using System.Runtime.InteropServices;

namespace ServerlessSeg.Core.Rfm;

/// <summary>Collects the money of one customer by the day of its own line, in order of time. Not thread-safe.</summary>
internal sealed class ActivityDays
{
    private readonly List<ActivityDay> _days = [];

    /// <summary>The days so far.</summary>
    public ReadOnlySpan<ActivityDay> Days => CollectionsMarshal.AsSpan(_days);

    /// <summary>Forgets the customer before.</summary>
    public void Clear() => _days.Clear();

    /// <summary>Counts a line; lines come in order of their instants.</summary>
    public void Add(int day, long amount)
    {
        // Where clocks are put back at midnight, a later instant may fall on the day before.
        int place = _days.Count;
        while (place > 0 && _days[place - 1].Day > day)
            place--;
        if (place > 0 && _days[place - 1].Day == day)
            CollectionsMarshal.AsSpan(_days)[place - 1] = new ActivityDay(day, checked(_days[place - 1].Amount + amount), 0);
        else
            _days.Insert(place, new ActivityDay(day, amount, 0));
    }

    /// <summary>Enters the orders, each on the day of its purchase. Every purchase day is the day of one of the lines.</summary>
    public void Enter(ReadOnlySpan<PurchaseDay> purchases)
    {
        Span<ActivityDay> days = CollectionsMarshal.AsSpan(_days);
        int at = 0;
        foreach (PurchaseDay purchase in purchases)
        {
            while (days[at].Day < purchase.Day)
                at++;
            days[at] = days[at] with { Orders = purchase.Orders };
        }
    }
}
