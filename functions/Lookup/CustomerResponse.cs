using System.Text.Json.Serialization;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>A customer's profile as the API serves it.</summary>
public sealed record CustomerResponse
{
    /// <summary>In batch look-ups: whether the id is known. Absent in a single look-up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Found { get; init; }

    /// <summary>The id.</summary>
    public required string CustomerId { get; init; }

    /// <summary>The snapshot that answered.</summary>
    public required string Snapshot { get; init; }

    /// <summary>Its as-of date.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Currency of all money here; null where the exports name none.</summary>
    public required string? Currency { get; init; }

    /// <summary>RFM figures and scores; null for a customer who never bought.</summary>
    public required RfmResponse? Rfm { get; init; }

    /// <summary>Segment of each scheme.</summary>
    public required IReadOnlyDictionary<string, string> Segments { get; init; }

    /// <summary>Lifetime value.</summary>
    public required ClvResponse Clv { get; init; }

    /// <summary>Segments of the snapshot before that differ or stayed, with its date; null where there is none.</summary>
    public required IReadOnlyDictionary<string, string>? Previous { get; init; }

    /// <summary>What to do; null where no action is configured.</summary>
    public required ActionResponse? Action { get; init; }
}

/// <summary>RFM of a profile; the combined score is the mean of the three with the configured weights.</summary>
public sealed record RfmResponse(int RecencyDays, int Frequency, decimal Monetary, int R, int F, int M, string Cell, double Combined);

/// <summary>Lifetime value of a profile; predictions are null where the models were refused.</summary>
public sealed record ClvResponse
{
    /// <summary>Net money so far.</summary>
    public required decimal Historic { get; init; }

    /// <summary>Net money so far × margin rate, less what the customer cost to win; null in a snapshot of an older layout.</summary>
    public required decimal? HistoricMargin { get; init; }

    /// <summary>Discounted margin expected within the horizon, less the cost of serving the customer.</summary>
    public required double? Predicted { get; init; }

    /// <summary>The horizon.</summary>
    public required int HorizonMonths { get; init; }

    /// <summary>Lower end of the interval.</summary>
    public required double? Low { get; init; }

    /// <summary>Upper end of the interval.</summary>
    public required double? High { get; init; }

    /// <summary>Coverage of the interval.</summary>
    public required double Level { get; init; }

    /// <summary>Probability of being active.</summary>
    public required double? PAlive { get; init; }

    /// <summary>Purchases expected within the horizon.</summary>
    public required double? ExpectedPurchases { get; init; }

    /// <summary>Money expected of one purchase.</summary>
    public required double? ExpectedOrderValue { get; init; }

    /// <summary>Probability of no purchase in the next 90 days.</summary>
    public required double? ChurnProbability90Days { get; init; }
}

/// <summary>Advice: a stable code, what to do in English and Chinese, by which channel, with what incentive, and what to measure.</summary>
public sealed record ActionResponse(string Code, string Text, string TextZh, string Channel, string Incentive, string Measure);

/// <summary>Body of a batch look-up.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record LookupRequest(IReadOnlyList<string>? Ids);

/// <summary>Answer to a batch look-up: one result an id, in the order asked.</summary>
public sealed record LookupResponse(string Snapshot, DateOnly AsOf, string? Currency, IReadOnlyList<object> Results);

/// <summary>An id that the snapshot does not know.</summary>
public sealed record UnknownCustomer(string CustomerId, bool Found = false);
