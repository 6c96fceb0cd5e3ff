using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>What became of a batch.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BatchStatus>))]
public enum BatchStatus : byte
{
    /// <summary>Read in full and within the limits; waits for its commit.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>Read in full, but too many rows were refused; waits for a person.</summary>
    [JsonStringEnumMemberName("held")]
    Held,

    /// <summary>Could not be understood; nothing of it is kept.</summary>
    [JsonStringEnumMemberName("quarantined")]
    Quarantined,

    /// <summary>Counted in.</summary>
    [JsonStringEnumMemberName("committed")]
    Committed,

    /// <summary>The same content was committed under another name; not counted.</summary>
    [JsonStringEnumMemberName("duplicate")]
    Duplicate,

    /// <summary>Reading broke off for a reason that lies outside the file; it is read again later.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>Everything to know about one dropped file. In = accepted + rejected + left out, for rows and for money.</summary>
public sealed record BatchReport
{
    /// <summary>Identity of the batch, given by whoever commits it.</summary>
    public string? BatchId { get; init; }

    /// <summary>Folder of the drop zone.</summary>
    public required string Source { get; init; }

    /// <summary>File name.</summary>
    public required string File { get; init; }

    /// <summary>What became of it.</summary>
    public required BatchStatus Status { get; init; }

    /// <summary>"xxh128:" and the XXH3-128 of the bytes as dropped; null where they were not read to the end.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Bytes as dropped.</summary>
    public long Bytes { get; init; }

    /// <summary>Rows read, accepted, rejected and left out.</summary>
    public RowCounts Rows { get; init; } = new(0, 0, 0);

    /// <summary>Rejected rows by code; codes without rows are left out.</summary>
    public IReadOnlyDictionary<string, long> RejectsByReason { get; init; } = new Dictionary<string, long>();

    /// <summary>Rows that are neither business nor mistake, by reason; reasons without rows are left out.</summary>
    public IReadOnlyDictionary<string, long> LeftOut { get; init; } = new Dictionary<string, long>();

    /// <summary>Their money by reason, as far as it can be read.</summary>
    public IReadOnlyDictionary<string, decimal> LeftOutMoney { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Rows left out whose money cannot be told.</summary>
    public long LeftOutWithoutMoney { get; init; }

    /// <summary>Control totals over all currencies; what may be added up is in <see cref="Currencies"/>.</summary>
    public MoneyTotals Money { get; init; } = new(0, 0, 0, 0);

    /// <summary>Accepted lines by kind; a row of which something was given back is a purchase and a refund.</summary>
    public KindCounts Kinds { get; init; } = new(0, 0, 0);

    /// <summary>The same by currency, in order of the code.</summary>
    public IReadOnlyList<CurrencyTotals> Currencies { get; init; } = [];

    /// <summary>Rejected rows that are listed with line and reason; fewer than were rejected where a batch has more than <see cref="IngestOptions.MaxListedRejects"/>.</summary>
    public long ListedRejects { get; init; }

    /// <summary>Rejected rows whose money cannot be told, and is missing from <see cref="MoneyTotals.Rejected"/>.</summary>
    public long RejectsWithoutMoney { get; init; }

    /// <summary>Accepted amounts that had more than four decimals and were rounded half to even.</summary>
    public long RoundedAmounts { get; init; }

    /// <summary>Distinct customers among the accepted rows.</summary>
    public long Customers { get; init; }

    /// <summary>Earliest accepted instant.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>Latest accepted instant.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>How the file was understood.</summary>
    public MappingReport? Mapping { get; init; }

    /// <summary>Why it was not.</summary>
    public MappingFailure? Failure { get; init; }

    /// <summary>Ledger files written.</summary>
    public IReadOnlyList<LedgerContentFile> LedgerFiles { get; init; } = [];

    /// <summary>The report as JSON, as it is stored and served.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, IngestJson.Default.BatchReport);

    /// <summary>Reads a stored report.</summary>
    /// <exception cref="JsonException">The text is no report.</exception>
    public static BatchReport FromJson(string json) =>
        JsonSerializer.Deserialize(json, IngestJson.Default.BatchReport) ?? throw new JsonException("The report is null.");
}

/// <summary>Rows of a batch: read = accepted + rejected + left out.</summary>
public sealed record RowCounts(long Read, long Accepted, long Rejected, long LeftOut = 0);

/// <summary>Accepted lines by kind.</summary>
public sealed record KindCounts(long Purchases, long Refunds, long Free);

/// <summary>Exact sums of money: accepted = purchases + refunds.</summary>
/// <param name="Accepted">Net money of the accepted rows.</param>
/// <param name="Purchases">Money of purchases.</param>
/// <param name="Refunds">Money of refunds, not positive.</param>
/// <param name="Rejected">Money of the rejected rows whose amount can be read.</param>
/// <param name="LeftOut">Money of the rows left out whose amount can be read.</param>
public sealed record MoneyTotals(decimal Accepted, decimal Purchases, decimal Refunds, decimal Rejected, decimal LeftOut = 0);

/// <summary>Accepted lines and money of one currency.</summary>
/// <param name="Currency">ISO 4217 code; null for rows without one.</param>
/// <param name="Rows">Accepted lines.</param>
/// <param name="Accepted">Net money.</param>
/// <param name="Purchases">Money of purchases.</param>
/// <param name="Refunds">Money of refunds, not positive.</param>
public sealed record CurrencyTotals(string? Currency, long Rows, decimal Accepted, decimal Purchases, decimal Refunds);

/// <summary>How a file was understood.</summary>
/// <param name="Format">csv or parquet, with compression where there is one.</param>
/// <param name="Delimiter">The delimiter of a text; "tab" or "blank" by name.</param>
/// <param name="Encoding">The encoding of a text.</param>
/// <param name="Columns">The columns that are read.</param>
/// <param name="Ignored">The columns that are not.</param>
/// <param name="DecimalStyle">point or comma.</param>
/// <param name="DayMonthOrder">dayFirst or monthFirst where a date depends on it.</param>
/// <param name="TimeZone">Zone of dates without an offset.</param>
/// <param name="Notes">What was decided where the file left a choice.</param>
/// <param name="Preset">The preset that it was read by, if there was one.</param>
public sealed record MappingReport(
    string Format,
    string? Delimiter,
    string? Encoding,
    IReadOnlyList<MappedColumn> Columns,
    IReadOnlyList<string> Ignored,
    Values.DecimalStyle DecimalStyle,
    Values.DayMonthOrder? DayMonthOrder,
    string TimeZone,
    IReadOnlyList<string> Notes,
    string? Preset = null);
