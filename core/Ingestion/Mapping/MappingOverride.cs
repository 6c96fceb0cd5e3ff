using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Meaning;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>What a <c>mapping.json</c> says. Everything is optional; what it leaves open is found out from the file.</summary>
public sealed record MappingOverride
{
    /// <summary>Role → header name, or 1-based position as a number. The roles are those of <see cref="ColumnRole"/>, in camelCase.</summary>
    public Dictionary<string, JsonElement>? Columns { get; init; }

    /// <summary>Header names of further columns to keep in the ledger.</summary>
    public IReadOnlyList<string>? Attributes { get; init; }

    /// <summary>Role → value for every row: currency, channel, product, country, amount or kind.</summary>
    public Dictionary<string, string>? Constants { get; init; }

    /// <summary>Whether the first line names the columns; true by default.</summary>
    public bool? Header { get; init; }

    /// <summary>Lines of a text above its column names, or above its first row where it has none; 0 to 1,000, 0 by default. A Parquet file has none.</summary>
    public int? SkipLines { get; init; }

    /// <summary>One character, or "tab" or "blank".</summary>
    public string? Delimiter { get; init; }

    /// <summary>utf-8, utf-16le, utf-16be, latin-1, windows-1252 or gbk.</summary>
    public string? Encoding { get; init; }

    /// <summary>.NET custom date formats, or "excel" for dates as the day numbers of spreadsheets (1900 system); where given, no other form is accepted.</summary>
    public IReadOnlyList<string>? DateFormats { get; init; }

    /// <summary>yyyy-MM-dd: rows of earlier days are refused, such as those with the day from which computers count.</summary>
    public string? EarliestDate { get; init; }

    /// <summary>"backslash" or "quote": what stands before a quote within quotes; judged by the file where it is not said.</summary>
    public string? Escape { get; init; }

    /// <summary>IANA time zone of dates without an offset.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Decimal point or comma.</summary>
    public DecimalStyle? DecimalStyle { get; init; }

    /// <summary>Order of day and month.</summary>
    public DayMonthOrder? DayMonthOrder { get; init; }

    /// <summary>Words in the kind column that mark a refund, instead of the usual ones.</summary>
    public IReadOnlyList<string>? RefundWords { get; init; }

    /// <summary>Name of a preset whose keys hold where the mapping has none, or "none"; recognised by the header where it is not said.</summary>
    public string? Preset { get; init; }

    /// <summary>Columns that tell the state of rows, and what their words say; an empty list judges no row by its state.</summary>
    [JsonConverter(typeof(StatusRulesConverter))]
    public IReadOnlyList<StatusRule>? Status { get; init; }

    /// <summary>Conditions that a row must meet, all of them; the others are left out.</summary>
    [JsonConverter(typeof(RowConditionsConverter))]
    public IReadOnlyList<RowCondition>? Where { get; init; }

    /// <summary>Whether cells of an order that stand in its first row only are carried down to its further rows; judged by the file where it is not said.</summary>
    public bool? CarryDown { get; init; }

    /// <summary>Whether the customer stands in a row above those of its group, and totals below; false by default.</summary>
    public bool? GroupRows { get; init; }

    /// <summary>"line" or "order": of what the amount is; that of an order counts once. Judged by the file where it is not said.</summary>
    public string? AmountOf { get; init; }

    /// <summary>Columns that tell several amounts of one order apart, such as the number of a payment; where there are none, equal amounts of an order are one.</summary>
    public IReadOnlyList<string>? AmountKey { get; init; }

    /// <summary>Within what an order id names one order: "day", "customer" or names of columns; an empty list is for ids that are never used again.</summary>
    public IReadOnlyList<string>? OrderScope { get; init; }

    /// <summary>Customer ids that are no person, instead of the usual ones.</summary>
    public IReadOnlyList<string>? NotCustomers { get; init; }

    /// <summary>Digits of a customer id; shorter ones are filled up by zeros in front. 0 to 100; 0 leaves them.</summary>
    public int? CustomerIdWidth { get; init; }

    /// <summary>"keep" or "refuse": what becomes of ids that a spreadsheet has rounded, such as 8.80123E+11.</summary>
    public string? RoundedIds { get; init; }

    /// <summary>An order id that begins so is a refund, such as "C".</summary>
    public string? RefundOrderPrefix { get; init; }

    /// <summary>"keep" or "refuse": whether rows whose amount, or whose unit price or quantity, is zero are accepted; "keep" by default.</summary>
    public string? FreeLines { get; init; }

    /// <summary>Whether an order of a later file replaces the same order of an earlier one as a whole; false by default.</summary>
    public bool? LaterOrderReplaces { get; init; }

    /// <summary>Share of refused rows, 0 to 1, above which a file of the source is held, instead of the configured one; 1 holds none.</summary>
    public double? MaximumRejectRate { get; init; }

    /// <summary>Names that are not known.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Whether a column is given a role, or is to be kept as an attribute.</summary>
    /// <param name="header">Its name.</param>
    /// <param name="column">Its place from 0.</param>
    internal bool Names(string header, int column)
    {
        string normalised = ColumnAliases.Normalise(header);
        return Columns?.Values.SelectMany(static given => given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().AsEnumerable() : [given]).Any(given => given.ValueKind == JsonValueKind.Number ? given.GetInt32() == column + 1 : ColumnAliases.Normalise(given.GetString()!) == normalised) == true
            || Attributes?.Any(name => ColumnAliases.Normalise(name) == normalised) == true;
    }

    /// <summary>The columns that name the customer, the first that does going before the others; null where none is given.</summary>
    internal IReadOnlyList<JsonElement>? CustomerColumns =>
        Columns?.FirstOrDefault(static column => OverrideRules.RoleOf(column.Key) == ColumnRole.Customer) is { Key: not null } given
            ? given.Value.ValueKind == JsonValueKind.Array ? [.. given.Value.EnumerateArray()] : [given.Value]
            : null;

    /// <summary>Whether every row has the same value in a role.</summary>
    internal bool HasConstant(ColumnRole role) => Constants?.Keys.Any(name => OverrideRules.RoleOf(name) == role) == true;

    /// <summary>Reads a <c>mapping.json</c>.</summary>
    /// <exception cref="FormatException">It is no JSON, or has unknown names or contradictions; the message lists all of them.</exception>
    public static MappingOverride Parse(ReadOnlySpan<byte> utf8Json)
    {
        MappingOverride? parsed;
        IReadOnlyList<string> errors;
        try
        {
            errors = JsonNulls.Find(utf8Json);
            if (errors.Count > 0)
                throw Refused(errors);
            parsed = JsonSerializer.Deserialize(utf8Json, IngestJson.Default.MappingOverride);
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"mapping.json cannot be read: {wrong.Message}", wrong);
        }
        errors = parsed is null ? ["it is null"] : OverrideRules.ErrorsOf(parsed);
        return errors.Count == 0 ? parsed! : throw Refused(errors);
    }

    private static FormatException Refused(IReadOnlyList<string> errors) => new("mapping.json: " + string.Join("; ", errors) + ".");
}
