using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Says what to do about a column of dates that came out of a spreadsheet as numbers.</summary>
internal static class SerialDateHint
{
    /// <summary>The three or four capitals in a date that may name a zone; null where there are none.</summary>
    private static string? LettersOf(string date) => date.Any(char.IsAsciiDigit)
        ? date.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(static word => word.Length is 3 or 4 && word.All(char.IsAsciiLetterUpper) && word[^1] == 'T')
        : null;

    /// <summary>One sentence; null unless most of the sample's dates that are there look like such numbers and cannot be read.</summary>
    public static string? Of(IReadOnlyList<MappedColumn> mapped, IReadOnlyList<IReadOnlyList<string>> rows, MappingOverride? given)
    {
        if (mapped.FirstOrDefault(static column => column.Role == ColumnRole.Date) is not { } dates)
            return null;
        var instants = new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc, given?.DateFormats);
        int present = 0, serials = 0, zones = 0;
        string zone = "";
        foreach (IReadOnlyList<string> row in rows)
        {
            byte[] value = Encoding.UTF8.GetBytes(row[dates.Position - 1]);
            present += MissingValue.Is(value) ? 0 : 1;
            if (!instants.TryParse(value, out _) && LettersOf(row[dates.Position - 1]) is { } letters)
                (zones, zone) = (zones + 1, letters);
            serials += SerialDate.Resembles(value) && !instants.TryParse(value, out _) ? 1 : 0;
        }
        if (zones * 2 > present)
        {
            return $"most dates of column '{dates.Name}' name a time zone by letters ('{zone}'), which several zones share; say in mapping.json which it is and how dates are written, as in "
                + $"\"timeZone\": \"America/Los_Angeles\", \"dateFormats\": [\"ddd MMM d HH:mm:ss '{zone}' yyyy\"] or [\"MMM d, yyyy h:mm:ss tt '{zone}'\"]";
        }
        return serials * 2 > present
            ? $"most dates of column '{dates.Name}' look like the day numbers of a spreadsheet; say \"dateFormats\": [\"{SerialDate.FormatName}\"] in mapping.json to have them read"
            : null;
    }
}
