using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>The whole customer base as of a date, in order of (key, id bytes).</summary>
/// <param name="AsOf">The last date that counts.</param>
/// <param name="Customers">One summary a customer.</param>
/// <param name="Totals">What was read.</param>
public sealed record SummarisedBase(DateOnly AsOf, CustomerSummary[] Customers, HistoryTotals Totals)
{
    /// <summary>Days before the as-of date that were held back; 0 for none.</summary>
    public int HoldoutDays { get; init; }

    /// <summary>The customers cut at the beginning of the holdout, in the same order; empty without one.</summary>
    public CalibrationSummary[] Calibration { get; init; } = [];

    /// <summary>Cohorts and months; null where they were not counted.</summary>
    public CalendarActivity? Calendar { get; init; }

    /// <summary>Attributes that were kept, each with the value of every customer in the same order; null for a customer without one.</summary>
    public IReadOnlyList<AttributeColumn> Attributes { get; init; } = [];

    /// <summary>The as-of date as a day number.</summary>
    public int AsOfDay => CalendarDays.Of(AsOf);

    /// <summary>The position of each page's first customer, when keys are cut into <paramref name="pages"/> pages; one more entry closes the last page.</summary>
    public int[] PageStarts(int pages)
    {
        var starts = new int[pages + 1];
        int page = 0;
        for (int i = 0; i < Customers.Length; i++)
        {
            int own = CustomerKey.PartOf(Customers[i].Key, pages);
            while (page < own)
                starts[++page] = i;
        }
        while (page < pages)
            starts[++page] = Customers.Length;
        return starts;
    }
}

/// <summary>One mapped attribute of every customer.</summary>
/// <param name="Name">Header name of its column.</param>
/// <param name="Values">The value at each customer's last purchase, in the order of the base.</param>
public sealed record AttributeColumn(string Name, string?[] Values);
