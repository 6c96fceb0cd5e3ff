using System.Text.Json.Serialization;

namespace ServerlessSeg.Core.Rfm;

/// <summary>How recency, frequency and monetary value are measured and scored.</summary>
public sealed record RfmOptions
{
    /// <summary>
    /// Days before the as-of date that frequency and money are counted in, 1 or more; null counts the whole history. Recency
    /// always looks at the whole history. Read by whoever summarises the customers: the scorer reads the summaries' window fields.
    /// </summary>
    public int? WindowDays { get; set; }

    /// <summary>What one unit of F is.</summary>
    public FrequencyMeasure Frequency { get; set; } = FrequencyMeasure.Orders;

    /// <summary>What M is.</summary>
    public MonetaryMeasure Monetary { get; set; } = MonetaryMeasure.Sum;

    /// <summary>Score levels, 3 to 10.</summary>
    public int Levels { get; set; } = 5;

    /// <summary>How cut points are found.</summary>
    public CutPointMethod Method { get; set; } = CutPointMethod.Quantile;

    /// <summary>Own thresholds in days, ascending, levels − 1 of them; read with <see cref="CutPointMethod.Thresholds"/> only.</summary>
    public IReadOnlyList<double>? RecencyThresholds { get; set; }

    /// <summary>Own thresholds in orders or purchase days, ascending.</summary>
    public IReadOnlyList<double>? FrequencyThresholds { get; set; }

    /// <summary>Own thresholds in currency units, ascending.</summary>
    public IReadOnlyList<double>? MonetaryThresholds { get; set; }

    /// <summary>The cut points of an earlier run; read with <see cref="CutPointMethod.Frozen"/> only.</summary>
    public RfmCutPoints? FrozenCutPoints { get; set; }

    /// <summary>Weight of R in the combined score, 0 or more.</summary>
    public double RecencyWeight { get; set; } = 1;

    /// <summary>Weight of F in the combined score, 0 or more.</summary>
    public double FrequencyWeight { get; set; } = 1;

    /// <summary>Weight of M in the combined score, 0 or more.</summary>
    public double MonetaryWeight { get; set; } = 1;

    /// <summary>Everything that is wrong with the options; empty when they can be used.</summary>
    /// <param name="prefix">The place of these options in the configuration, for the messages.</param>
    public IReadOnlyList<string> Errors(string prefix = "rfm")
    {
        List<string> errors = [];
        if (WindowDays is < 1)
            errors.Add($"{prefix}.windowDays is {WindowDays}; it is 1 or more, or left out for the whole history.");
        if (!Enum.IsDefined(Frequency))
            errors.Add($"{prefix}.frequency is not a known measure.");
        if (!Enum.IsDefined(Monetary))
            errors.Add($"{prefix}.monetary is not a known measure.");
        if (Levels is < CutPoints.MinLevels or > CutPoints.MaxLevels)
            errors.Add($"{prefix}.levels is {Levels}; it is {CutPoints.MinLevels} to {CutPoints.MaxLevels}.");
        foreach ((string name, double weight) in new[] { ("recencyWeight", RecencyWeight), ("frequencyWeight", FrequencyWeight), ("monetaryWeight", MonetaryWeight) })
            if (!double.IsFinite(weight) || weight < 0)
                errors.Add($"{prefix}.{name} must be a finite number of 0 or more.");
        if (RecencyWeight + FrequencyWeight + MonetaryWeight == 0)
            errors.Add($"{prefix}: at least one weight must be above 0.");
        AddMethodErrors(errors, prefix);
        return errors;
    }

    private void AddMethodErrors(List<string> errors, string prefix)
    {
        if (!Enum.IsDefined(Method))
            errors.Add($"{prefix}.method is not a known method.");
        if (Method == CutPointMethod.Frozen && FrozenCutPoints is null)
            errors.Add($"{prefix}.method is frozen, but {prefix}.frozenCutPoints is missing.");
        if (Method == CutPointMethod.Frozen && FrozenCutPoints is { } frozen && frozen.Levels != Levels)
            errors.Add($"{prefix}.frozenCutPoints have {frozen.Levels} levels, but {prefix}.levels is {Levels}.");
        if (Method != CutPointMethod.Thresholds)
            return;
        foreach ((string name, IReadOnlyList<double>? own) in new[]
            { ("recencyThresholds", RecencyThresholds), ("frequencyThresholds", FrequencyThresholds), ("monetaryThresholds", MonetaryThresholds) })
        {
            if (own is null)
                errors.Add($"{prefix}.method is thresholds, but {prefix}.{name} is missing.");
            else if (own.Count != Levels - 1)
                errors.Add($"{prefix}.{name} has {own.Count} values; {Levels} levels need {Levels - 1}.");
            else if (CutPoints.Fault(own) is { } fault)
                errors.Add($"{prefix}.{name}: {fault}");
        }
    }
}

/// <summary>What one unit of frequency is.</summary>
[JsonConverter(typeof(CamelCaseEnum<FrequencyMeasure>))]
public enum FrequencyMeasure
{
    /// <summary>Days with a purchase: several orders on one day count once.</summary>
    PurchaseDays,

    /// <summary>Distinct orders.</summary>
    Orders,
}

/// <summary>What monetary value is.</summary>
[JsonConverter(typeof(CamelCaseEnum<MonetaryMeasure>))]
public enum MonetaryMeasure
{
    /// <summary>Net money within the window.</summary>
    Sum,

    /// <summary>Net money within the window by one unit of frequency; 0 without any.</summary>
    Mean,

    /// <summary>Margin within the window.</summary>
    Margin,
}
