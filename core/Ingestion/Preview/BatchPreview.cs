namespace ServerlessSeg.Core.Ingestion;

/// <summary>How the beginning of a file would be ingested. Nothing is stored.</summary>
public sealed record BatchPreview
{
    /// <summary>File name.</summary>
    public required string File { get; init; }

    /// <summary>How it is understood.</summary>
    public MappingReport? Mapping { get; init; }

    /// <summary>Why it is not.</summary>
    public MappingFailure? Failure { get; init; }

    /// <summary>What <c>mapping.json</c> will have to answer unless the rest of the file does; null where nothing is open.</summary>
    public string? Question { get; init; }

    /// <summary>The text of a <c>mapping.json</c> that answers the question, to be edited and dropped.</summary>
    public string? ProposedMapping { get; init; }

    /// <summary>Whether the whole file was looked at.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Rows looked at.</summary>
    public RowCounts Rows { get; init; } = new(0, 0, 0);

    /// <summary>Whether so many of these rows are refused that nothing of the file would count.</summary>
    public bool WouldBeHeld { get; init; }

    /// <summary>Rejected rows by code.</summary>
    public IReadOnlyDictionary<string, long> RejectsByReason { get; init; } = new Dictionary<string, long>();

    /// <summary>Rows left out by reason.</summary>
    public IReadOnlyDictionary<string, long> LeftOut { get; init; } = new Dictionary<string, long>();

    /// <summary>The first accepted rows as understood.</summary>
    public IReadOnlyList<PreviewRow> FirstRows { get; init; } = [];

    /// <summary>The first rows that would be refused.</summary>
    public IReadOnlyList<RowReject> FirstRejects { get; init; } = [];

    /// <summary>The preview as JSON.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, IngestJson.Default.BatchPreview);
}

/// <summary>One accepted row as understood.</summary>
/// <param name="CustomerId">Customer id.</param>
/// <param name="OrderId">Order id, or null.</param>
/// <param name="Line">Line number, or null.</param>
/// <param name="OccurredAt">Instant.</param>
/// <param name="Kind">purchase, refund or free.</param>
/// <param name="Amount">Signed amount.</param>
/// <param name="Currency">ISO 4217 code, or null.</param>
/// <param name="Channel">Channel, or null.</param>
/// <param name="Product">Product, or null.</param>
/// <param name="Country">Country, or null.</param>
/// <param name="Attributes">Attributes in mapping order.</param>
public sealed record PreviewRow(
    string CustomerId,
    string? OrderId,
    int? Line,
    DateTimeOffset OccurredAt,
    string Kind,
    decimal Amount,
    string? Currency,
    string? Channel,
    string? Product,
    string? Country,
    IReadOnlyList<string> Attributes);
