using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Says what to do about a column of dates that came out of a spreadsheet as numbers.</summary>
internal static class SerialDateHint
{
    /// <summary>One sentence; null unless most of the sample's dates that are there look like such numbers and cannot be read.</summary>
    public static string? Of(IReadOnlyList<MappedColumn> mapped, IReadOnlyList<IReadOnlyList<string>> rows, MappingOverride? given)
    {
        if (mapped.FirstOrDefault(static column => column.Role == ColumnRole.Date) is not { } dates)
            return null;
        var instants = new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc, given?.DateFormats);
        int present = 0, serials = 0;
        foreach (IReadOnlyList<string> row in rows)
        {
            byte[] value = Encoding.UTF8.GetBytes(row[dates.Position - 1]);
            present += MissingValue.Is(value) ? 0 : 1;
            serials += SerialDate.Resembles(value) && !instants.TryParse(value, out _) ? 1 : 0;
        }
        return serials * 2 > present
            ? $"most dates of column '{dates.Name}' look like the day numbers of a spreadsheet; say \"dateFormats\": [\"{SerialDate.FormatName}\"] in mapping.json to have them read"
            : null;
    }
}
