using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Gathers from a sample what the rows will later confirm or contradict.</summary>
internal static class SampleEvidence
{
    /// <summary>What the rows say.</summary>
    /// <param name="mapped">The columns that are read.</param>
    /// <param name="rows">The sample.</param>
    /// <param name="given">What <c>mapping.json</c> says, or null.</param>
    /// <param name="numeric">0-based columns that hold numbers and not their texts.</param>
    public static FileEvidence Of(IReadOnlyList<MappedColumn> mapped, IReadOnlyList<IReadOnlyList<string>> rows, MappingOverride? given, IReadOnlySet<int> numeric)
    {
        var evidence = default(FileEvidence);
        var instants = new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc, given?.DateFormats);
        var american = new InstantParser(DayMonthOrder.MonthFirst, TimeZoneInfo.Utc, given?.DateFormats);
        // Beside an amount a quantity has only a sign.
        bool hasAmount = given?.HasConstant(ColumnRole.Amount) == true || mapped.Any(column => column.Role == ColumnRole.Amount);
        foreach (IReadOnlyList<string> row in rows)
        {
            var numbers = NumberEvidence.None;
            IdEvidence customer = IdEvidence.None, order = IdEvidence.None;
            bool hasDate = false;
            foreach (MappedColumn column in mapped)
            {
                byte[] value = Encoding.UTF8.GetBytes(row[column.Position - 1]);
                if (MissingValue.Is(value))
                    continue;
                switch (column.Role)
                {
                    case ColumnRole.Amount or ColumnRole.Price or ColumnRole.Quantity when numeric.Contains(column.Position - 1) || (hasAmount && column.Role == ColumnRole.Quantity):
                        break;
                    case ColumnRole.Amount or ColumnRole.Price or ColumnRole.Quantity:
                        _ = NumberParser.TryParse(value, DecimalStyle.Point, out _, ref numbers);
                        break;
                    case ColumnRole.Date:
                        hasDate = instants.TryParse(value, out _) || american.TryParse(value, out _);
                        break;
                    case ColumnRole.Customer:
                        customer = FloatId.EvidenceOf(IdText.Bare(value));
                        break;
                    case ColumnRole.Order:
                        order = FloatId.EvidenceOf(IdText.Bare(value));
                        break;
                }
            }
            // A line such as that of the totals says nothing but what its date does.
            if (hasDate && customer != IdEvidence.None)
                evidence |= new FileEvidence(numbers, DateEvidence.None, customer, order);
        }
        return evidence | new FileEvidence(NumberEvidence.None, instants.Evidence, IdEvidence.None, IdEvidence.None);
    }
}
