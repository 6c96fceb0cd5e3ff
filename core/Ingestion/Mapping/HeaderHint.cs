using System.Globalization;
using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Says what to do where the first line does not name the columns that are needed.</summary>
internal static class HeaderHint
{
    private const string NameThem = "say in mapping.json which columns they are, as in { \"columns\": { \"customer\": \"Buyer\", \"date\": \"Sold on\", \"amount\": \"Total\" } }";
    private const string PlaceThem = "say in mapping.json which columns they are by their position, as in { \"header\": false, \"columns\": { \"customer\": 1, \"date\": 2, \"amount\": 3 } }";

    /// <summary>One sentence.</summary>
    public static string Of(IReadOnlyList<string> header, MappingOverride? given)
    {
        if (given?.Header == false)
            return PlaceThem;
        string first = given?.SkipLines is > 0 and int skipped ? string.Create(CultureInfo.InvariantCulture, $"line {skipped + 1}") : "the first line";
        if (header.Any(IsValue))
            return $"{first} looks like data and not like column names; if the file has none, " + PlaceThem;
        return header.Count(static name => !string.IsNullOrWhiteSpace(name)) == 1
            ? $"{first} has one column only; if there are lines above the column names, say in mapping.json how many, as in {{ \"skipLines\": 3 }}, or name the delimiter there if it is an unusual one"
            : NameThem;
    }

    /// <summary>What to do where a line further below names the columns.</summary>
    /// <param name="above">Lines of the file above it.</param>
    public static string OfHeaderBelow(int above) =>
        string.Create(CultureInfo.InvariantCulture, $"line {above + 1} looks like the column names: add \"skipLines\": {above} to mapping.json, so that the lines above it are passed over");

    /// <summary>The same where these are of a report that has the customer above the rows of a group.</summary>
    /// <param name="above">Lines of the file above it.</param>
    public static string OfReportBelow(int above) =>
        string.Create(CultureInfo.InvariantCulture, $"line {above + 1} looks like the column names of a report that has the customer above the rows of a group: say \"skipLines\": {above}, \"groupRows\": true, \"columns\": {{ \"customer\": 1 }} in mapping.json");

    /// <summary>Whether a cell holds a date or a number, so that it is hardly the name of a column.</summary>
    public static bool IsValue(string cell)
    {
        byte[] text = Encoding.UTF8.GetBytes(cell.Trim());
        return text.Length > 0 && (IsDate(text) || IsNumber(text));
    }

    /// <summary>Whether a value is a date, in whichever order.</summary>
    public static bool IsDate(byte[] value) =>
        new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc).TryParse(value, out _) || new InstantParser(DayMonthOrder.MonthFirst, TimeZoneInfo.Utc).TryParse(value, out _);

    /// <summary>Whether a value is a number, in whichever style.</summary>
    public static bool IsNumber(byte[] value)
    {
        var evidence = NumberEvidence.None;
        return NumberParser.TryParse(value, DecimalStyle.Point, out _, ref evidence) == NumberStatus.Valid
            || NumberParser.TryParse(value, DecimalStyle.Comma, out _, ref evidence) == NumberStatus.Valid;
    }
}
