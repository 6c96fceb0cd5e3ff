using System.Text.Json.Serialization;
using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>How a run reckons. Immutable; stored with every run, so that a result can be traced to its settings.</summary>
public sealed record ResegmentationOptions
{
    /// <summary>IANA or Windows name of the time zone whose calendar decides the day of a purchase. Default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>ISO 4217 code: only lines of this currency are counted. Null takes every line, and refuses a ledger of several currencies.</summary>
    public string? Currency { get; init; }

    /// <summary>RFM's frequency and money are counted over this many days up to the as-of date; null for all time.</summary>
    public int? WindowDays { get; init; }

    /// <summary>Months ahead for which lifetime value is predicted, 1 to 120. Default 12.</summary>
    public int HorizonMonths { get; init; } = 12;

    /// <summary>Yearly discount rate, 0 or more: 0.10 means that money a year away counts 1/1.10. Default 0.10.</summary>
    public double AnnualDiscountRate { get; init; } = 0.10;

    /// <summary>Share of revenue that is margin, above 0 and up to 1. Default 1: lifetime value is in revenue.</summary>
    public double MarginRate { get; init; } = 1;

    /// <summary>Margin and costs in general, by channel and by segment, in place of <see cref="MarginRate"/>; null for that rate and no cost.</summary>
    public CustomerRates? Economics { get; init; }

    /// <summary>The margin and costs that hold.</summary>
    [JsonIgnore]
    public CustomerRates Rates => Economics ?? new CustomerRates { MarginRate = MarginRate };

    /// <summary>Names of the models that compete for the predictions, of <see cref="Candidate.All"/>. Default <see cref="Candidate.Default"/>.</summary>
    public IReadOnlyList<string> Models { get; init; } = [.. Candidate.Default.Select(static candidate => candidate.Name)];

    /// <summary>Coverage of the prediction intervals, between 0.5 and 0.99. Default 0.9.</summary>
    public double IntervalLevel { get; init; } = 0.9;

    /// <summary>Key ranges worked on at once; 0 takes one for each processor. It changes speed only, never a result.</summary>
    public int Parallelism { get; init; }

    private static string KnownModels => string.Join(", ", Candidate.All.Select(static candidate => candidate.Name));

    /// <summary>Every error of the options, in one list; empty when they are usable.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            errors.Add($"TimeZone '{TimeZone}' is not known; use an IANA name such as Europe/London, or UTC.");
        if (Currency is not null && (Currency.Length != 3 || !Currency.All(char.IsAsciiLetterUpper)))
            errors.Add($"Currency '{Currency}' is not an ISO 4217 code of three capital letters.");
        if (WindowDays is <= 0)
            errors.Add($"WindowDays is {WindowDays}; it must be 1 or more, or absent.");
        if (HorizonMonths is < 1 or > 120)
            errors.Add($"HorizonMonths is {HorizonMonths}; it must lie between 1 and 120.");
        if (!(AnnualDiscountRate >= 0 && AnnualDiscountRate <= 10))
            errors.Add($"AnnualDiscountRate is {Invariant(AnnualDiscountRate)}; it must lie between 0 and 10 (0.10 is ten percent).");
        if (!(MarginRate > 0 && MarginRate <= 1))
            errors.Add($"MarginRate is {Invariant(MarginRate)}; it must lie above 0 and up to 1.");
        errors.AddRange(Economics?.Errors() ?? []);
        if (!(IntervalLevel >= 0.5 && IntervalLevel <= 0.99))
            errors.Add($"IntervalLevel is {Invariant(IntervalLevel)}; it must lie between 0.5 and 0.99.");
        if (Models.Count == 0)
            errors.Add($"Models is empty; name at least one of {KnownModels}.");
        foreach (string model in Models.Where(static model => !Candidate.All.Any(candidate => candidate.Name == model)))
            errors.Add($"Models names '{model}'; there are {KnownModels}.");
        if (Parallelism < 0)
            errors.Add($"Parallelism is {Parallelism}; it must be 0 or more.");
        return errors;
    }

    private static string Invariant(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
