using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Rfm;

/// <summary>What a run read from the ledger, up to its as-of date; totals of parts add up exactly.</summary>
public sealed class HistoryTotals
{
    private readonly SortedSet<string> _currencies = new(StringComparer.Ordinal);
    private string? _lastCurrency;

    /// <summary>Customers with at least one line.</summary>
    public long Customers { get; set; }

    /// <summary>Customers with at least one purchase.</summary>
    public long Buyers { get; set; }

    /// <summary>Lines left out because overlapping files hold the same order line.</summary>
    public long DuplicateLines { get; set; }

    /// <summary>Purchase lines.</summary>
    public long PurchaseLines { get; private set; }

    /// <summary>Refund lines.</summary>
    public long RefundLines { get; private set; }

    /// <summary>Lines given away.</summary>
    public long FreeLines { get; private set; }

    /// <summary>Sum of the purchase lines.</summary>
    public Money Purchases { get; private set; }

    /// <summary>Sum of the refund lines; zero or below.</summary>
    public Money Refunds { get; private set; }

    /// <summary>Refund lines that carry the id of an order that was bought.</summary>
    public long MatchedRefundLines { get; private set; }

    /// <summary>Sum of these lines; zero or below. What is missing to <see cref="Refunds"/> lowers money only.</summary>
    public Money MatchedRefunds { get; private set; }

    /// <summary>First day with a line, or null without lines.</summary>
    public int? FirstDay { get; private set; }

    /// <summary>Last day with a line, or null without lines.</summary>
    public int? LastDay { get; private set; }

    /// <summary>Currencies named by the lines, in ordinal order; an empty name stands for lines that name none.</summary>
    public IReadOnlyCollection<string> Currencies => _currencies;

    /// <summary>Purchases and refunds together.</summary>
    public Money Net => Purchases + Refunds;

    /// <summary>Counts one line that falls on <paramref name="day"/>.</summary>
    public void Add(in HistoryLine line, int day)
    {
        switch (line.Kind)
        {
            case TransactionKind.Purchase:
                PurchaseLines++;
                Purchases += new Money(line.Amount);
                break;
            case TransactionKind.Refund:
                RefundLines++;
                Refunds += new Money(line.Amount);
                break;
            default:
                FreeLines++;
                break;
        }
        FirstDay = FirstDay is { } first ? Math.Min(first, day) : day;
        LastDay = LastDay is { } last ? Math.Max(last, day) : day;
        string currency = line.Currency ?? "";
        if (!ReferenceEquals(currency, _lastCurrency))
        {
            _lastCurrency = currency;
            _currencies.Add(currency);
        }
    }

    /// <summary>Counts refund lines of an order that was bought.</summary>
    public void AddMatchedRefunds(int lines, long amount)
    {
        MatchedRefundLines += lines;
        MatchedRefunds += new Money(amount);
    }

    /// <summary>Adds the totals of another part.</summary>
    public void Add(HistoryTotals other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Customers += other.Customers;
        Buyers += other.Buyers;
        DuplicateLines += other.DuplicateLines;
        PurchaseLines += other.PurchaseLines;
        RefundLines += other.RefundLines;
        FreeLines += other.FreeLines;
        Purchases += other.Purchases;
        Refunds += other.Refunds;
        MatchedRefundLines += other.MatchedRefundLines;
        MatchedRefunds += other.MatchedRefunds;
        FirstDay = Earlier(FirstDay, other.FirstDay);
        LastDay = Later(LastDay, other.LastDay);
        _currencies.UnionWith(other._currencies);
    }

    private static int? Earlier(int? a, int? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);

    private static int? Later(int? a, int? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);
}
