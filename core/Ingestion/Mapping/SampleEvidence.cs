using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Gathers from a sample what the rows will later confirm or contradict.</summary>
internal static class SampleEvidence
{
    /// <summary>What the rows say.</summary>
    public static FileEvidence Of(IReadOnlyList<MappedColumn> mapped, IReadOnlyList<IReadOnlyList<string>> rows, MappingOverride? given)
    {
        var numbers = NumberEvidence.None;
        var customers = IdEvidence.None;
        var orders = IdEvidence.None;
        var instants = new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc, given?.DateFormats);
        foreach (MappedColumn column in mapped)
        {
            foreach (IReadOnlyList<string> row in rows)
            {
                byte[] value = Encoding.UTF8.GetBytes(row[column.Position - 1]);
                if (MissingValue.Is(value))
                    continue;
                switch (column.Role)
                {
                    case ColumnRole.Amount or ColumnRole.Price or ColumnRole.Quantity:
                        _ = NumberParser.TryParse(value, DecimalStyle.Point, out _, ref numbers);
                        break;
                    case ColumnRole.Date:
                        _ = instants.TryParse(value, out _);
                        break;
                    case ColumnRole.Customer:
                        customers |= FloatId.EvidenceOf(value);
                        break;
                    case ColumnRole.Order:
                        orders |= FloatId.EvidenceOf(value);
                        break;
                }
            }
        }
        return new FileEvidence(numbers, instants.Evidence, customers, orders);
    }
}
