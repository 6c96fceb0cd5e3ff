namespace ServerlessSeg.Core.Clv;

/// <summary>
/// What turns expected purchases into money. Costs and margins may be given for single segments or channels; where both
/// name a customer's, the segment's wins, field by field.
/// </summary>
public sealed record ValueOptions
{
    /// <summary>Share of revenue that is margin, in [0, 1]. 1 values revenue itself.</summary>
    public double MarginRate { get; init; } = 1;

    /// <summary>Money spent once to win a customer, 0 or more. It is sunk for those already won, so only formula CLVs and the value of a new customer subtract it.</summary>
    public double AcquisitionCost { get; init; }

    /// <summary>Money spent a year on serving a customer who is still active, 0 or more.</summary>
    public double AnnualServiceCost { get; init; }

    /// <summary>Annual discount rate, 0 or more; converted once by <see cref="DiscountRate"/>.</summary>
    public double AnnualDiscountRate { get; init; } = 0.1;

    /// <summary>Days into the future that are valued, above 0.</summary>
    public int HorizonDays { get; init; } = 365;

    /// <summary>Overrides by segment name.</summary>
    public IReadOnlyDictionary<string, ValueOverride> BySegment { get; init; } = new Dictionary<string, ValueOverride>();

    /// <summary>Overrides by channel name.</summary>
    public IReadOnlyDictionary<string, ValueOverride> ByChannel { get; init; } = new Dictionary<string, ValueOverride>();

    /// <summary>Checks every field and reports all faults together.</summary>
    /// <exception cref="ArgumentException">One or more fields are outside their range.</exception>
    public ValueOptions Validated()
    {
        var faults = new List<string>();
        Check(faults, "", MarginRate, AcquisitionCost, AnnualServiceCost);
        if (!(AnnualDiscountRate >= 0 && double.IsFinite(AnnualDiscountRate)))
            faults.Add(FormattableString.Invariant($"{nameof(AnnualDiscountRate)} is {AnnualDiscountRate}; it must be finite and 0 or more."));
        if (HorizonDays <= 0)
            faults.Add(FormattableString.Invariant($"{nameof(HorizonDays)} is {HorizonDays}; it must be above 0."));
        foreach (var (kind, overrides) in new[] { (nameof(BySegment), BySegment), (nameof(ByChannel), ByChannel) })
        {
            foreach (var (name, o) in overrides.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                Check(faults, $"{kind}[{name}].", o.MarginRate ?? 0, o.AcquisitionCost ?? 0, o.AnnualServiceCost ?? 0);
        }
        return faults.Count == 0 ? this : throw new ArgumentException(string.Join(" ", faults));
    }

    /// <summary>The rates that hold for a customer of the named segment and channel; null or unknown names take the general ones.</summary>
    public ValueRates For(string? segment, string? channel)
    {
        ValueOverride bySegment = segment is not null && BySegment.TryGetValue(segment, out var s) ? s : ValueOverride.None;
        ValueOverride byChannel = channel is not null && ByChannel.TryGetValue(channel, out var c) ? c : ValueOverride.None;
        return new ValueRates(
            bySegment.MarginRate ?? byChannel.MarginRate ?? MarginRate,
            bySegment.AcquisitionCost ?? byChannel.AcquisitionCost ?? AcquisitionCost,
            bySegment.AnnualServiceCost ?? byChannel.AnnualServiceCost ?? AnnualServiceCost);
    }

    private static void Check(List<string> faults, string prefix, double marginRate, double acquisitionCost, double annualServiceCost)
    {
        if (!(marginRate >= 0 && marginRate <= 1))
            faults.Add(FormattableString.Invariant($"{prefix}{nameof(MarginRate)} is {marginRate}; it must be in [0, 1]."));
        if (!(acquisitionCost >= 0 && double.IsFinite(acquisitionCost)))
            faults.Add(FormattableString.Invariant($"{prefix}{nameof(AcquisitionCost)} is {acquisitionCost}; it must be finite and 0 or more."));
        if (!(annualServiceCost >= 0 && double.IsFinite(annualServiceCost)))
            faults.Add(FormattableString.Invariant($"{prefix}{nameof(AnnualServiceCost)} is {annualServiceCost}; it must be finite and 0 or more."));
    }
}

/// <summary>What differs for one segment or channel; null leaves the general figure.</summary>
/// <param name="MarginRate">Share of revenue that is margin, in [0, 1].</param>
/// <param name="AcquisitionCost">Money spent once to win a customer.</param>
/// <param name="AnnualServiceCost">Money spent a year on an active customer.</param>
public sealed record ValueOverride(double? MarginRate = null, double? AcquisitionCost = null, double? AnnualServiceCost = null)
{
    /// <summary>Nothing differs.</summary>
    public static ValueOverride None { get; } = new();
}

/// <summary>The rates that hold for one customer.</summary>
/// <param name="MarginRate">Share of revenue that is margin, in [0, 1].</param>
/// <param name="AcquisitionCost">Money spent once to win a customer.</param>
/// <param name="AnnualServiceCost">Money spent a year on an active customer.</param>
public readonly record struct ValueRates(double MarginRate, double AcquisitionCost, double AnnualServiceCost);
