using System.Globalization;
using System.Text.Json;
using ServerlessSeg.Core.Ingestion.Content;
using ServerlessSeg.Core.Ingestion.Meaning;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Checks a <see cref="MappingOverride"/> by itself, before any file is seen.</summary>
internal static class OverrideRules
{
    /// <summary>The word that refuses rows of nothing.</summary>
    public const string RefusesFreeLines = "refuse";

    /// <summary>The word for an amount that is of the whole order.</summary>
    public const string OfOrder = "order";

    /// <summary>The word that refuses.</summary>
    public const string Refuses = "refuse";

    /// <summary>The word for a backslash before quotes within quotes.</summary>
    public const string Backslash = "backslash";

    private const string Quote = "quote", Keeps = "keep", OfLine = "line";
    private const int WidestId = 100;
    private const string KeepsFreeLines = "keep";
    private const int MostSkippedLines = 1000;

    private static readonly ColumnRole[] ConstantRoles =
        [ColumnRole.Currency, ColumnRole.Channel, ColumnRole.Product, ColumnRole.Country, ColumnRole.Amount, ColumnRole.Kind];

    /// <summary>The role of a camelCase name, or null.</summary>
    public static ColumnRole? RoleOf(string name) =>
        Enum.TryParse(name, ignoreCase: true, out ColumnRole role) && role < ColumnRole.Attribute && name.All(char.IsAsciiLetter) ? role : null;

    /// <summary>The delimiter named, or null.</summary>
    public static byte? DelimiterOf(string name) => name switch
    {
        "tab" => (byte)'\t',
        "blank" => (byte)' ',
        [var one] when one is >= '\t' and < '\u007f' and not ('"' or '\n' or '\r') && !char.IsAsciiLetterOrDigit(one) => (byte)one,
        _ => null,
    };

    /// <summary>Everything wrong with it.</summary>
    public static IReadOnlyList<string> ErrorsOf(MappingOverride mapping)
    {
        var errors = new List<string>();
        errors.AddRange((mapping.Unknown ?? []).Keys.Select(name => $"'{name}' is not known"));
        errors.AddRange(ColumnErrors(mapping));
        errors.AddRange(ConstantErrors(mapping));
        if (mapping.SkipLines is < 0 or > MostSkippedLines)
            errors.Add(FormattableString.Invariant($"skipLines is {mapping.SkipLines}; it must lie between 0 and {MostSkippedLines}"));
        if (mapping.Delimiter is { } delimiter && DelimiterOf(delimiter) is null)
            errors.Add($"delimiter '{delimiter}' is not one character, 'tab' or 'blank'");
        if (mapping.Encoding is { } encoding && TextEncoding.ByName(encoding) is null)
            errors.Add($"encoding '{encoding}' is none of {string.Join(", ", TextEncoding.Names)} or another code page");
        if (mapping.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            errors.Add($"timeZone '{zone}' is not known");
        if (mapping.DateFormats is not null && mapping.DayMonthOrder is not null)
            errors.Add("dateFormats already say the order of day and month, so dayMonthOrder must be left out");
        if (mapping.DateFormats is { } formats && formats.Any(string.IsNullOrWhiteSpace))
            errors.Add("dateFormats contains an empty format");
        errors.AddRange((mapping.DateFormats ?? []).Where(static format => !string.IsNullOrWhiteSpace(format) && !SerialDate.IsFormat(format) && !TellsTheDay(format))
            .Select(static format => $"dateFormats '{format}' is no .NET format that tells year, month and day"));
        if (mapping.DateFormats is { } mixed && mixed.Count(InstantParser.NamesOffset) is var naming && naming > 0 && naming < mixed.Count(static format => !SerialDate.IsFormat(format)))
            errors.Add("dateFormats must all name an offset (z or K), or none");
        if (mapping.FreeLines is not (null or KeepsFreeLines or RefusesFreeLines))
            errors.Add($"freeLines '{mapping.FreeLines}' is neither '{KeepsFreeLines}' nor '{RefusesFreeLines}'");
        if (mapping.MaximumRejectRate is { } rate && !(rate >= 0 && rate <= 1))
            errors.Add(FormattableString.Invariant($"maximumRejectRate is {rate}; it must lie between 0 and 1"));
        errors.AddRange(MeaningErrors(mapping));
        errors.AddRange(StatusErrors(mapping.Status ?? []));
        errors.AddRange(ConditionErrors(mapping.Where ?? []));
        if (Maps(mapping, ColumnRole.Amount) && (Maps(mapping, ColumnRole.Debit) || Maps(mapping, ColumnRole.Credit)))
            errors.Add("columns.amount and columns.debit or columns.credit exclude each other");
        if (mapping.RefundOrderPrefix is { Length: 0 })
            errors.Add("refundOrderPrefix is empty");
        return errors;
    }

    // What a format does not tell would be taken from today's date or from the first of January; there is no way to ask but to try.
    private static bool TellsTheDay(string format)
    {
        var day = new DateTimeOffset(2003, 4, 15, 0, 0, 0, TimeSpan.Zero);
        try
        {
            string text = day.ToString(format, CultureInfo.InvariantCulture);
            return DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset read) && read.Date == day.Date;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool Maps(MappingOverride mapping, ColumnRole role) =>
        mapping.HasConstant(role) || mapping.Columns?.Keys.Any(name => RoleOf(name) == role) == true;

    private static bool IsColumn(JsonElement column) =>
        column.ValueKind == JsonValueKind.String ? column.GetString() is { Length: > 0 } : column.ValueKind == JsonValueKind.Number && column.TryGetInt32(out int position) && position >= 1;

    private static IEnumerable<string> MeaningErrors(MappingOverride mapping)
    {
        if (mapping.Preset is { } preset && preset != Presets.None && !Presets.All.Any(known => known.Name == preset))
            yield return $"preset '{preset}' is none of {string.Join(", ", Presets.All.Select(static known => known.Name))} and {Presets.None}";
        if (mapping.AmountOf is not (null or OfLine or OfOrder))
            yield return $"amountOf '{mapping.AmountOf}' is neither '{OfLine}' nor '{OfOrder}'";
        if (mapping.AmountKey is not null && mapping.AmountOf != OfOrder)
            yield return "amountKey goes with \"amountOf\": \"order\"";
        if (mapping.EarliestDate is { } earliest && EarliestMicros(mapping) is null)
            yield return $"earliestDate '{earliest}' is no date such as 2000-01-01";
        if (mapping.Escape is not (null or Backslash or Quote))
            yield return $"escape '{mapping.Escape}' is neither '{Backslash}' nor '{Quote}'";
        if (mapping.GroupRows == true && mapping.CarryDown == true)
            yield return "groupRows and carryDown exclude each other";
        if (mapping.RoundedIds is not (null or Keeps or Refuses))
            yield return $"roundedIds '{mapping.RoundedIds}' is neither '{Keeps}' nor '{Refuses}'";
        if (mapping.CustomerIdWidth is < 0 or > WidestId)
            yield return FormattableString.Invariant($"customerIdWidth is {mapping.CustomerIdWidth}; it must lie between 0 and {WidestId}");
        foreach ((string key, IReadOnlyList<string>? names) in new[] { ("orderScope", mapping.OrderScope), ("notCustomers", mapping.NotCustomers), ("amountKey", mapping.AmountKey) })
        {
            if (names?.Any(string.IsNullOrWhiteSpace) == true)
                yield return $"{key} contains an empty name";
        }
    }

    /// <summary>The first instant that a mapping takes, in microseconds since 1970; null where it does not say.</summary>
    public static long? EarliestMicros(MappingOverride? mapping) =>
        DateOnly.TryParseExact(mapping?.EarliestDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? (day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * CivilDate.MicrosPerDay
            : null;

    /// <summary>Whether a mapping says that the amount is of the order; null where it does not say.</summary>
    public static bool? AmountIsOfOrder(MappingOverride? mapping) => mapping?.AmountOf is { } of ? of == OfOrder : null;

    private static IEnumerable<string> StatusErrors(IReadOnlyList<StatusRule> rules)
    {
        foreach (StatusRule rule in rules)
        {
            if (string.IsNullOrWhiteSpace(rule.Column))
                yield return "status needs the name of a column";
            foreach ((string word, string outcome) in rule.Words ?? [])
            {
                if (!StatusRule.Outcomes.Contains(outcome))
                    yield return $"status.words.{word} '{outcome}' is none of {string.Join(", ", StatusRule.Outcomes)}";
            }
            foreach (IGrouping<string, string> same in (rule.Words ?? []).Keys.GroupBy(StatusWords.Normalise).Where(static same => same.Skip(1).Any()))
                yield return $"status.words has '{same.First()}' twice, apart from case and punctuation";
        }
    }

    private static IEnumerable<string> ConditionErrors(IReadOnlyList<RowCondition> conditions)
    {
        foreach (RowCondition condition in conditions)
        {
            if (string.IsNullOrWhiteSpace(condition.Column))
                yield return "where needs the name of a column";
            else if (condition.In is null && condition.NotIn is null && condition.Empty is null)
                yield return $"where of column '{condition.Column}' says neither in, notIn nor empty";
            if (condition.In?.Any(static value => value is null) == true || condition.NotIn?.Any(static value => value is null) == true)
                yield return $"where of column '{condition.Column}' has a value that is null; say \"empty\" for cells without one";
        }
    }

    private static IEnumerable<string> ColumnErrors(MappingOverride mapping)
    {
        foreach (IGrouping<ColumnRole, string> twice in (mapping.Columns ?? []).Keys.Where(static name => RoleOf(name) is not null).GroupBy(static name => RoleOf(name)!.Value).Where(static names => names.Count() > 1))
            yield return $"columns.{string.Join(" and columns.", twice)} are the same role";
        foreach ((string name, JsonElement column) in mapping.Columns ?? [])
        {
            if (RoleOf(name) is null)
                yield return $"columns.{name} is not a role";
            if (column.ValueKind == JsonValueKind.Array && RoleOf(name) == ColumnRole.Customer)
            {
                if (column.GetArrayLength() == 0 || column.EnumerateArray().Any(static one => !IsColumn(one)))
                    yield return $"columns.{name} needs names of columns or positions from 1";
                if (mapping.Header == false && column.EnumerateArray().Any(static one => one.ValueKind == JsonValueKind.String))
                    yield return $"columns.{name} has a name, but header is false: give positions";
                continue;
            }
            bool isName = column.ValueKind == JsonValueKind.String && column.GetString() is { Length: > 0 };
            bool isPosition = column.ValueKind == JsonValueKind.Number && column.TryGetInt32(out int position) && position >= 1;
            if (!isName && !isPosition)
                yield return $"columns.{name} is neither a column name nor a position from 1";
            if (isName && mapping.Header == false)
                yield return $"columns.{name} is a name, but header is false: give a position";
        }
    }

    private static IEnumerable<string> ConstantErrors(MappingOverride mapping)
    {
        foreach ((string name, string value) in mapping.Constants ?? [])
        {
            if (RoleOf(name) is not { } role || !ConstantRoles.Contains(role))
            {
                yield return $"constants.{name} is none of {string.Join(", ", ConstantRoles.Select(known => JsonNamingPolicy.CamelCase.ConvertName(known.ToString())))}";
                continue;
            }
            if (mapping.Columns?.ContainsKey(name) == true)
                yield return $"{name} is both a column and a constant";
            if (role == ColumnRole.Currency && !CurrencyCodes.IsKnown(System.Text.Encoding.UTF8.GetBytes(value ?? "")))
                yield return $"constants.currency '{value}' is no ISO 4217 code";
            NumberEvidence evidence = NumberEvidence.None;
            if (role == ColumnRole.Amount && NumberParser.TryParse(System.Text.Encoding.UTF8.GetBytes(value ?? ""), DecimalStyle.Point, out _, ref evidence) != NumberStatus.Valid)
                yield return $"constants.amount '{value}' is not a number";
        }
    }
}
