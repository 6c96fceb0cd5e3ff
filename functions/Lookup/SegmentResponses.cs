namespace ServerlessSeg.Functions.Lookup;

/// <summary>Answer of GET /segments.</summary>
public sealed record SegmentsResponse(string Snapshot, DateOnly AsOf, string Scheme, string? Currency, IReadOnlyList<SegmentResponse> Segments);

/// <summary>One segment. Shares lie between 0 and 1; revenue is net and exact.</summary>
public sealed record SegmentResponse(
    string Segment, int Customers, double Share, decimal Revenue, double RevenueShare, double? MeanClv, TotalClvResponse? TotalClv, ActionResponse? Action);

/// <summary>
/// Predicted value of a segment's customers together. The interval is that of the total: chances of single customers cancel out, doubt about the models does not; the customers' own limits
/// do not add up to it.
/// </summary>
public sealed record TotalClvResponse(double Expected, double Low, double High, double Level);

/// <summary>A page of a segment's customers; without a token it is the last.</summary>
public sealed record SegmentCustomersResponse(
    string Snapshot, DateOnly AsOf, string Scheme, string Segment, string? Currency,
    IReadOnlyList<SegmentCustomerResponse> Customers, string? ContinuationToken);

/// <summary>One customer of a segment.</summary>
public sealed record SegmentCustomerResponse(
    string CustomerId, int R, int F, int M, int RecencyDays, int Frequency, decimal Monetary, double? PredictedClv, double? PAlive);
