namespace ServerlessSeg.Core.Clv;

/// <summary>What a <see cref="ProbabilityClv"/> values: rates and costs, and for how long at which discount.</summary>
public sealed record ValueOptions : CustomerRates
{
    /// <summary>Annual discount rate, 0 or more; converted once by <see cref="DiscountRate"/>.</summary>
    public double AnnualDiscountRate { get; init; } = 0.1;

    /// <summary>Days into the future that are valued, above 0.</summary>
    public int HorizonDays { get; init; } = 365;

    /// <summary>Checks every field and reports all faults together.</summary>
    /// <exception cref="ArgumentException">One or more fields are outside their range.</exception>
    public ValueOptions Validated()
    {
        List<string> faults = [.. Errors()];
        if (!(AnnualDiscountRate >= 0 && double.IsFinite(AnnualDiscountRate)))
            faults.Add(FormattableString.Invariant($"{nameof(AnnualDiscountRate)} is {AnnualDiscountRate}; it must be finite and 0 or more."));
        if (HorizonDays <= 0)
            faults.Add(FormattableString.Invariant($"{nameof(HorizonDays)} is {HorizonDays}; it must be above 0."));
        return faults.Count == 0 ? this : throw new ArgumentException(string.Join(" ", faults));
    }
}
