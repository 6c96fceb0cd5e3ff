namespace ServerlessSeg.Core.Clv;

/// <summary>
/// What turns purchases into a customer's value: margin and costs, which may be given for single segments or channels. Where both
/// name a customer's, the segment's wins, field by field.
/// </summary>
public record CustomerRates
{
    private const double LargestCost = 1e12;

    /// <summary>Share of revenue that is margin, above 0 and up to 1. 1 values revenue itself.</summary>
    public double MarginRate { get; init; } = 1;

    /// <summary>Money spent once to win a customer, 0 or more. It is sunk for those already won, so what is expected of them is never lowered by it.</summary>
    public double AcquisitionCost { get; init; }

    /// <summary>Money spent a year on serving a customer who is still active, 0 or more.</summary>
    public double AnnualServiceCost { get; init; }

    /// <summary>Overrides by segment name.</summary>
    public IReadOnlyDictionary<string, ValueOverride> BySegment { get; init; } = new SortedDictionary<string, ValueOverride>(StringComparer.Ordinal);

    /// <summary>Overrides by channel name.</summary>
    public IReadOnlyDictionary<string, ValueOverride> ByChannel { get; init; } = new SortedDictionary<string, ValueOverride>(StringComparer.Ordinal);

    /// <summary>One sentence for each field outside its range; empty when all can be used.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> faults = [];
        Check(faults, "", MarginRate, AcquisitionCost, AnnualServiceCost);
        foreach (var (kind, overrides) in new[] { (nameof(BySegment), BySegment), (nameof(ByChannel), ByChannel) })
        {
            foreach (var (name, o) in overrides.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                Check(faults, $"{kind}[{name}].", o.MarginRate ?? 1, o.AcquisitionCost ?? 0, o.AnnualServiceCost ?? 0);
        }
        return faults;
    }

    /// <summary>The rates that hold for a customer of the named segment and channel; null or unknown names take the general ones.</summary>
    public ValueRates For(string? segment, string? channel) => For(segment is null ? [] : [segment], channel);

    /// <summary>The rates that hold for a customer who is in several segments, of different schemes: each field is that of the first segment that gives it.</summary>
    public ValueRates For(IEnumerable<string> segments, string? channel)
    {
        ArgumentNullException.ThrowIfNull(segments);
        double? margin = null, acquisition = null, service = null;
        foreach (string segment in segments)
            Take(BySegment.GetValueOrDefault(segment));
        Take(channel is null ? null : ByChannel.GetValueOrDefault(channel));
        return new ValueRates(margin ?? MarginRate, acquisition ?? AcquisitionCost, service ?? AnnualServiceCost);

        void Take(ValueOverride? own) =>
            (margin, acquisition, service) = (margin ?? own?.MarginRate, acquisition ?? own?.AcquisitionCost, service ?? own?.AnnualServiceCost);
    }

    private static void Check(List<string> faults, string prefix, double marginRate, double acquisitionCost, double annualServiceCost)
    {
        if (!(marginRate > 0 && marginRate <= 1))
            faults.Add(FormattableString.Invariant($"{prefix}{nameof(MarginRate)} is {marginRate}; it must lie above 0 and up to 1."));
        if (!(acquisitionCost >= 0 && acquisitionCost <= LargestCost))
            faults.Add(FormattableString.Invariant($"{prefix}{nameof(AcquisitionCost)} is {acquisitionCost}; it must lie between 0 and {LargestCost}."));
        if (!(annualServiceCost >= 0 && annualServiceCost <= LargestCost))
            faults.Add(FormattableString.Invariant($"{prefix}{nameof(AnnualServiceCost)} is {annualServiceCost}; it must lie between 0 and {LargestCost}."));
    }
}

/// <summary>What differs for one segment or channel; null leaves the general figure.</summary>
/// <param name="MarginRate">Share of revenue that is margin, above 0 and up to 1.</param>
/// <param name="AcquisitionCost">Money spent once to win a customer.</param>
/// <param name="AnnualServiceCost">Money spent a year on an active customer.</param>
public sealed record ValueOverride(double? MarginRate = null, double? AcquisitionCost = null, double? AnnualServiceCost = null)
{
    /// <summary>Nothing differs.</summary>
    public static ValueOverride None { get; } = new();
}

/// <summary>The rates that hold for one customer.</summary>
/// <param name="MarginRate">Share of revenue that is margin, above 0 and up to 1.</param>
/// <param name="AcquisitionCost">Money spent once to win a customer.</param>
/// <param name="AnnualServiceCost">Money spent a year on an active customer.</param>
public readonly record struct ValueRates(double MarginRate, double AcquisitionCost, double AnnualServiceCost);
