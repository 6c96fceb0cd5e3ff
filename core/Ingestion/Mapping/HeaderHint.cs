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
        if (header.Any(IsValue))
            return "the first line looks like data and not like column names; if the file has none, " + PlaceThem;
        return header.Count(static name => !string.IsNullOrWhiteSpace(name)) == 1
            ? "the first line has one column only; take away lines above the column names, or name the delimiter in mapping.json if it is an unusual one"
            : NameThem;
    }

    private static bool IsValue(string cell)
    {
        byte[] text = Encoding.UTF8.GetBytes(cell.Trim());
        var evidence = NumberEvidence.None;
        return text.Length > 0
            && (new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc).TryParse(text, out _)
                || NumberParser.TryParse(text, DecimalStyle.Point, out _, ref evidence) == NumberStatus.Valid
                || NumberParser.TryParse(text, DecimalStyle.Comma, out _, ref evidence) == NumberStatus.Valid);
    }
}
