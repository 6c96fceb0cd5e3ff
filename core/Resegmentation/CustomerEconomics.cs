using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Turns expected revenue into a customer's value: revenue × margin rate − annual service cost × P(alive) × discounted years of the horizon. P(alive) is that of the as-of
/// date, so the cost is an upper bound and the value a cautious one; an interval is moved by the same cost. What a customer cost to win is spent, so it lowers the margin of the
/// past and nothing that is expected. A customer's channel is that of the first purchase that names one.
/// <para>Schemes see values at the general rates and those of the channel; a segment's own rates come after. So no segment can depend on itself.</para>
/// </summary>
public sealed class CustomerEconomics
{
    private readonly CustomerRates _rates;
    private readonly double _serviceYears;

    /// <summary>Prepares for a run.</summary>
    public CustomerEconomics(ResegmentationOptions options, DateOnly asOf)
    {
        ArgumentNullException.ThrowIfNull(options);
        _rates = options.Rates;
        HorizonDays = asOf.AddMonths(options.HorizonMonths).DayNumber - asOf.DayNumber;
        _serviceYears = DiscountRate.DiscountedYears(options.AnnualDiscountRate, HorizonDays);
    }

    /// <summary>Days that are valued.</summary>
    public int HorizonDays { get; }

    /// <summary>The rates of a customer before any segment is known.</summary>
    public ValueRates Of(in CustomerSummary customer) => _rates.For(segment: null, customer.FirstChannel);

    /// <summary>The rates of a customer in its segments; where several give a figure, that of the first scheme holds.</summary>
    public ValueRates Of(ScoredBase scored, int i)
    {
        ArgumentNullException.ThrowIfNull(scored);
        return _rates.BySegment.Count == 0
            ? Of(scored.Summaries.Customers[i])
            : _rates.For(scored.Schemes.Select((scheme, s) => KeyOf(scheme.Name, scheme.Segments[scored.Segments[s][i]].Code)), scored.Summaries.Customers[i].FirstChannel);
    }

    /// <summary>The name under which rates of a segment are given.</summary>
    public static string KeyOf(string scheme, string segment) => $"{scheme}/{segment}";

    /// <summary>Discounted cost of serving a customer within the horizon.</summary>
    public double ServiceCost(double pAlive, in ValueRates rates) => rates.AnnualServiceCost * pAlive * _serviceYears;

    /// <summary>The value of expected revenue.</summary>
    public ClvEstimate ToValue(in ClvEstimate revenue, in ValueRates rates) => Revalue(revenue, new ValueRates(1, 0, 0), rates);

    /// <summary>The base with the rates of its segments.</summary>
    public ScoredBase Apply(ScoredBase scored)
    {
        ArgumentNullException.ThrowIfNull(scored);
        if (_rates.BySegment.Count == 0)
            return scored with { Economics = this };
        var values = new ClvEstimate[scored.Clv.Length];
        Parallel.For(0, values.Length, i => values[i] = Revalue(scored.Clv[i], Of(scored.Summaries.Customers[i]), Of(scored, i)));
        return scored with { Clv = values, Economics = this };
    }

    /// <summary>Net money of all time × margin rate − acquisition cost of a customer who bought, in ten-thousandths, rounded half to even.</summary>
    public static long HistoricMargin(in CustomerSummary customer, in ValueRates rates) =>
        (long)Math.Round(customer.NetMoney * (decimal)rates.MarginRate - (customer.Purchases == 0 ? 0 : (decimal)rates.AcquisitionCost * Money.Scale));

    private ClvEstimate Revalue(in ClvEstimate value, in ValueRates from, in ValueRates to)
    {
        if (!value.IsKnown || from == to)
            return value;
        double ratio = to.MarginRate / from.MarginRate, before = ServiceCost(value.PAlive, from), cost = ServiceCost(value.PAlive, to);
        return value with
        {
            Predicted = (float)(((value.Predicted + before) * ratio) - cost),
            Low = (float)(((value.Low + before) * ratio) - cost),
            High = (float)(((value.High + before) * ratio) - cost),
        };
    }
}
