using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Rfm;

/// <summary>
/// Reduces one customer's history to a <see cref="CustomerSummary"/> as of a date. Lines after the date do not exist for it.
/// <list type="bullet">
/// <item>An order is dated by its first purchase line. Refund lines with its order id are matched: they lower its amount, and an
/// order whose matched refunds take all of it is not a purchase.</item>
/// <item>A refund without such an order is unmatched: it lowers the customer's money and nothing else.</item>
/// <item>Lines without an order id are taken as one order a day.</item>
/// <item>Free lines make no purchase.</item>
/// </list>
/// Instances are reused for customer after customer and are not thread-safe.
/// </summary>
public sealed class SummaryBuilder
{
    private readonly int _asOfDay;
    private readonly int _windowStart;
    private readonly bool _averagesAttribute;
    private readonly string?[] _kept;
    private readonly string? _currency;
    private readonly CurrencyConversion? _conversion;
    private readonly CalendarDays _calendar;
    private readonly List<OrderState> _orders = [];
    private readonly List<PurchaseDay> _days = [];
    private readonly ActivityDays _activity = new();
    private readonly Dictionary<string, long> _products = new(StringComparer.Ordinal);

    /// <summary>Prepares for one as-of date.</summary>
    /// <param name="asOf">The last date that counts, inclusive.</param>
    /// <param name="zone">Decides which day an instant falls on.</param>
    /// <param name="windowDays">Length of the window that ends with the as-of date, 1 or more; null for all time.</param>
    /// <param name="attributes">What is done with the attributes that the merge was opened with; null for none.</param>
    /// <param name="currency">Only lines of this currency count; null for all.</param>
    /// <param name="conversion">Converts every line into one currency, in place of <paramref name="currency"/>; lines without a rate are left out, and it tells which.</param>
    public SummaryBuilder(
        DateOnly asOf, TimeZoneInfo zone, int? windowDays = null, AttributeChoice? attributes = null, string? currency = null, CurrencyConversion? conversion = null)
    {
        if (windowDays is { } days)
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days, nameof(windowDays));
        _asOfDay = CalendarDays.Of(asOf);
        _windowStart = windowDays is { } length ? _asOfDay - length + 1 : int.MinValue;
        _calendar = new CalendarDays(zone);
        _averagesAttribute = attributes?.Averaged is not null;
        _kept = new string?[attributes?.Kept.Count ?? 0];
        _currency = conversion is null ? currency : null;
        _conversion = conversion;
    }

    /// <summary>What was read so far, over all customers.</summary>
    public HistoryTotals Totals { get; } = new();

    /// <summary>The purchase days behind the last summary, in order of time.</summary>
    public ReadOnlySpan<PurchaseDay> PurchaseDays => CollectionsMarshal.AsSpan(_days);

    /// <summary>Every day with money behind the last summary, refunds too, in order of time.</summary>
    public ReadOnlySpan<ActivityDay> ActivityDays => _activity.Days;

    /// <summary>Values at the last purchase of the attributes that are kept, behind the last summary; null for one without any.</summary>
    public ReadOnlySpan<string?> KeptAttributes => _kept;

    /// <summary>Summarises a history; false when nothing of it lies on or before the as-of date.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TrySummarise(CustomerHistory history, out CustomerSummary summary)
    {
        ArgumentNullException.ThrowIfNull(history);
        ReadOnlySpan<HistoryLine> lines = history.Lines;
        _orders.Clear();
        _days.Clear();
        _activity.Clear();
        _products.Clear();
        long net = 0, windowNet = 0, gross = 0;
        int firstSeen = int.MaxValue;
        string? country = null, channel = null, firstChannel = null;
        AttributeMean attribute = default;
        Array.Clear(_kept);

        for (int i = 0; i < lines.Length; i++)
        {
            HistoryLine line = lines[i];
            int day = _calendar.Of(line.OccurredAtMicros);
            if (day > _asOfDay || (_currency is not null && line.Currency != _currency))
                continue;
            if (_conversion is not null && !_conversion.TryConvert(line, history.Source(i), RateDay(line, day), out line))
                continue;
            firstSeen = Math.Min(firstSeen, day);
            Totals.Add(line, day);
            if (line.Order >= 0)
                OrderAt(line.Order).Add(line, day, mayRound: _conversion is not null);
            else if (line.Kind == TransactionKind.Purchase)
                _days.Add(new PurchaseDay(day, line.Amount, 0));
            if (line.Kind == TransactionKind.Free)
                continue;
            net = checked(net + line.Amount);
            _activity.Add(day, line.Amount);
            if (day >= _windowStart)
                windowNet = checked(windowNet + line.Amount);
            if (line.Kind != TransactionKind.Purchase)
                continue;
            gross = checked(gross + line.Amount);
            country = line.Country ?? country;
            channel = line.Channel ?? channel;
            firstChannel ??= line.Channel;
            if (_averagesAttribute)
                attribute.Add(history.Attribute(i, 0));
            for (int a = 0; a < _kept.Length; a++)
                _kept[a] = history.Attribute(i, _averagesAttribute ? a + 1 : a) ?? _kept[a];
            if (line.Product is { } product)
                CollectionsMarshal.GetValueRefOrAddDefault(_products, product, out _) += line.Amount;
        }

        if (firstSeen == int.MaxValue)
        {
            summary = default;
            return false;
        }
        Totals.Customers++;
        Totals.DuplicateLines += history.DuplicateLines;
        CollectDays();
        _activity.Enter(PurchaseDays);
        summary = new CustomerSummary
        {
            Key = history.Key,
            Id = history.Id,
            FirstSeenDay = firstSeen,
            NetMoney = net,
            WindowNetMoney = windowNet,
            GrossMoney = gross,
            Country = country,
            Channel = channel,
            FirstChannel = firstChannel,
            Products = _products.Count,
            TopProduct = TopProduct(),
            Attribute = attribute.Value,
        };
        if (_days.Count > 0)
        {
            Totals.Buyers++;
            summary = WithRhythm(summary);
        }
        return true;
    }

    /// <summary>A refund is converted at the rate of the order that it takes back, so that both cancel out.</summary>
    private int RateDay(in HistoryLine line, int day) =>
        line.Kind == TransactionKind.Refund && line.Order >= 0 && OrderAt(line.Order) is { IsBought: true } order ? order.Day : day;

    private ref OrderState OrderAt(int order)
    {
        while (_orders.Count <= order)
            _orders.Add(default);
        return ref CollectionsMarshal.AsSpan(_orders)[order];
    }

    /// <summary>Orders and lines without an order become purchase days, each day once.</summary>
    private void CollectDays()
    {
        foreach (ref OrderState order in CollectionsMarshal.AsSpan(_orders))
        {
            if (order.IsPurchase)
                _days.Add(new PurchaseDay(order.Day, order.Net, 1));
            if (order.IsBought)
                Totals.AddMatchedRefunds(order.RefundLines, order.Refunds);
        }
        _days.Sort(static (x, y) => x.Day.CompareTo(y.Day));
        Span<PurchaseDay> days = CollectionsMarshal.AsSpan(_days);
        int kept = 0;
        bool looseLines = false;
        for (int i = 0; i < days.Length; i++)
        {
            if (kept == 0 || days[kept - 1].Day != days[i].Day)
            {
                days[kept++] = days[i] with { Orders = 0 };
                looseLines = false;
            }
            else
            {
                days[kept - 1] = days[kept - 1] with { Amount = checked(days[kept - 1].Amount + days[i].Amount) };
            }
            // Lines without an order id count as one order of their day, however many they are.
            int orders = days[i].Orders;
            if (orders == 0 && !looseLines)
                (orders, looseLines) = (1, true);
            days[kept - 1] = days[kept - 1] with { Orders = days[kept - 1].Orders + orders };
        }
        CollectionsMarshal.SetCount(_days, kept);
    }

    private CustomerSummary WithRhythm(in CustomerSummary summary)
    {
        ReadOnlySpan<PurchaseDay> days = PurchaseDays;
        int first = days[0].Day;
        int halfway = first + (_asOfDay - first) / 2;
        int orders = 0, windowOrders = 0, windowPurchases = 0, laterHalf = 0, longest = 0, lastGap = 0;
        long repeatMoney = 0;
        double logGaps = 0, squaredGaps = 0;
        for (int i = 0; i < days.Length; i++)
        {
            orders += days[i].Orders;
            if (days[i].Day >= _windowStart)
            {
                windowPurchases++;
                windowOrders += days[i].Orders;
            }
            if (days[i].Day > halfway)
                laterHalf++;
            if (i == 0)
                continue;
            repeatMoney = checked(repeatMoney + days[i].Amount);
            lastGap = days[i].Day - days[i - 1].Day;
            longest = Math.Max(longest, lastGap);
            logGaps += Math.Log(lastGap);
            squaredGaps += (double)lastGap * lastGap;
        }
        return summary with
        {
            FirstDay = first,
            LastDay = days[^1].Day,
            Purchases = days.Length,
            Orders = orders,
            WindowPurchases = windowPurchases,
            WindowOrders = windowOrders,
            FirstMoney = days[0].Amount,
            RepeatMoney = repeatMoney,
            SumLogGapDays = logGaps,
            SumSquaredGapDays = squaredGaps,
            LongestGapDays = longest,
            LastGapDays = lastGap,
            LaterHalfPurchases = laterHalf,
        };
    }

    /// <summary>Ties go to the name that sorts first, so that the order of lines never matters.</summary>
    private string? TopProduct()
    {
        string? top = null;
        long most = long.MinValue;
        foreach ((string product, long amount) in _products)
        {
            if (amount > most || (amount == most && string.CompareOrdinal(product, top) < 0))
                (top, most) = (product, amount);
        }
        return top;
    }

    private struct OrderState
    {
        private int _roundings;

        public int RefundLines { get; private set; }

        public long Refunds { get; private set; }

        public long Net { get; private set; }

        public bool IsBought { get; private set; }

        public int Day { get; private set; }

        // What is left of a refunded order must be more than the rounding of its converted lines can leave, half a unit each.
        public readonly bool IsPurchase => IsBought && (RefundLines == 0 || Net > _roundings / 2);

        public void Add(in HistoryLine line, int day, bool mayRound)
        {
            if (line.Kind == TransactionKind.Free)
                return;
            _roundings += mayRound ? 1 : 0;
            Net = checked(Net + line.Amount);
            if (line.Kind == TransactionKind.Refund)
            {
                RefundLines++;
                Refunds = checked(Refunds + line.Amount);
            }
            else if (!IsBought)
            {
                IsBought = true;
                Day = day;
            }
        }
    }
}
