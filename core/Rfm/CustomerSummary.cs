namespace ServerlessSeg.Core.Rfm;

/// <summary>
/// What every scheme and model needs of one customer, as of one date. Days are whole days since 1970-01-01 in the
/// configured time zone; money is in ten-thousandths. A <em>purchase</em> here is a purchase day: all orders of a
/// customer on one day are one purchase (Fader &amp; Hardie), fully refunded orders are none.
/// </summary>
public readonly record struct CustomerSummary
{
    /// <summary>XXH3-64 of the id.</summary>
    public required ulong Key { get; init; }

    /// <summary>The id exactly as the export wrote it.</summary>
    public required string Id { get; init; }

    /// <summary>Day of the first purchase; meaningless while <see cref="Purchases"/> is 0.</summary>
    public int FirstDay { get; init; }

    /// <summary>Day of the last purchase; meaningless while <see cref="Purchases"/> is 0.</summary>
    public int LastDay { get; init; }

    /// <summary>Day of the first line of any kind.</summary>
    public int FirstSeenDay { get; init; }

    /// <summary>Purchase days. 0 for a customer with refunds or free lines only.</summary>
    public int Purchases { get; init; }

    /// <summary>Distinct orders (a line without an order id counts its day as one order).</summary>
    public int Orders { get; init; }

    /// <summary>Purchase days within the configured window before the as-of date; equals <see cref="Purchases"/> without a window.</summary>
    public int WindowPurchases { get; init; }

    /// <summary>Orders within the window.</summary>
    public int WindowOrders { get; init; }

    /// <summary>Purchases and refunds, net.</summary>
    public long NetMoney { get; init; }

    /// <summary>Net money within the window.</summary>
    public long WindowNetMoney { get; init; }

    /// <summary>
    /// Net margin within the window: net money times the configured margin rate. Read only where M is measured by margin.
    /// </summary>
    public long WindowMarginMoney { get; init; }

    /// <summary>Purchases before any refund.</summary>
    public long GrossMoney { get; init; }

    /// <summary>Money of the purchase days after the first, net of matched refunds: the numerator of Gamma-Gamma's mean.</summary>
    public long RepeatMoney { get; init; }

    /// <summary>Money of the first purchase day.</summary>
    public long FirstMoney { get; init; }

    /// <summary>Σ ln(gap in days) over successive purchase days; the regularity statistic of the BG/CNBD-k models.</summary>
    public double SumLogGapDays { get; init; }

    /// <summary>Σ gap² in days² over successive purchase days, for the variation of the customer's own rhythm.</summary>
    public double SumSquaredGapDays { get; init; }

    /// <summary>The longest gap in days between two successive purchase days; 0 below two purchases.</summary>
    public int LongestGapDays { get; init; }

    /// <summary>The gap before the last purchase in days; 0 below two purchases.</summary>
    public int LastGapDays { get; init; }

    /// <summary>Purchase days in the later half of the time from first purchase to as-of, for growth and decline.</summary>
    public int LaterHalfPurchases { get; init; }

    /// <summary>Distinct products bought; 0 where no product column is mapped.</summary>
    public int Products { get; init; }

    /// <summary>Country of the last purchase, where mapped.</summary>
    public string? Country { get; init; }

    /// <summary>Channel of the last purchase, where mapped.</summary>
    public string? Channel { get; init; }

    /// <summary>The product with most money, where mapped.</summary>
    public string? TopProduct { get; init; }

    /// <summary>Mean over purchase lines of the numeric attribute the segmentation names (LRFMC's C), NaN where there is none.</summary>
    public double Attribute { get; init; }

    /// <summary>BTYD's x: purchases after the first. 0 for customers without a purchase too.</summary>
    public int Frequency => Math.Max(0, Purchases - 1);

    /// <summary>BTYD's t_x in days: last purchase minus first.</summary>
    public int RecencyDays => Purchases == 0 ? 0 : LastDay - FirstDay;

    /// <summary>BTYD's T in days: as-of minus first purchase.</summary>
    public int AgeDays(int asOfDay) => asOfDay - FirstDay;

    /// <summary>RFM's R: whole days from the last purchase to the as-of date.</summary>
    public int DaysSinceLast(int asOfDay) => asOfDay - LastDay;
}
