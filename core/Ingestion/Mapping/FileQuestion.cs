using ServerlessSeg.Core.Ingestion.Meaning;
using ServerlessSeg.Core.Ingestion.Rows;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>The question to ask where all rows together leave open how they are to be read, or contradict each other.</summary>
internal static class FileQuestion
{
    /// <summary>The failure that asks it, or null where everything that matters is clear.</summary>
    /// <param name="evidence">What the rows say of conventions.</param>
    /// <param name="mapping">Roles and conventions.</param>
    /// <param name="layout">Format, delimiter and encoding.</param>
    /// <param name="tally">What became of the rows; null where not all of them were read.</param>
    public static MappingFailure? Of(FileEvidence evidence, SchemaMapping mapping, FileLayout layout, RowTally? tally) =>
        OfConventions(evidence, mapping, layout) ?? OfIds(evidence, mapping) ?? (tally is null ? null : MeaningQuestion.Of(tally, mapping));

    private static MappingFailure? OfIds(FileEvidence evidence, SchemaMapping mapping)
    {
        if (mapping.Question is { } open)
            return MeaningQuestion.Ask(mapping, open.Question, open.Answer);
        if (mapping.Given?.RoundedIds is not null || ((evidence.Customers | evidence.Orders) & IdEvidence.Rounded) == 0)
            return null;
        ColumnRole role = (evidence.Customers & IdEvidence.Rounded) != 0 ? ColumnRole.Customer : ColumnRole.Order;
        string what = role == ColumnRole.Customer ? "customers" : "orders";
        return MeaningQuestion.Ask(mapping, $"rounded_ids: ids of column '{mapping.Columns[mapping.ColumnOf(role)]}' such as 8.80123E+11 were rounded by a spreadsheet, so that different {what} share one; "
            + "export the file again without opening it in a spreadsheet, or say \"roundedIds\": \"refuse\" in mapping.json to refuse such rows, \"keep\" to take them as they are", static given => given with { RoundedIds = OverrideRules.Refuses });
    }

    private static MappingFailure? OfConventions(FileEvidence evidence, SchemaMapping mapping, FileLayout layout) =>
        (OfDates(evidence, mapping) ?? OfNumbers(evidence, mapping, layout) ?? OfUnits(evidence, mapping)) is { } question ? MappingFailure.Of(question, [.. mapping.Columns]) : null;

    private static string? OfDates(FileEvidence evidence, SchemaMapping mapping)
    {
        if (mapping.Given?.DayMonthOrder is not null || !(evidence.HasBothDateOrders || evidence.LeavesDateOrderOpen))
            return null;
        string column = mapping.Columns[mapping.ColumnOf(ColumnRole.Date)];
        string why = evidence.HasBothDateOrders
            ? "some of its dates can only have the day first and others only the month first"
            : "each of its dates could have the day or the month first";
        return $"ambiguous_date: column '{column}' cannot be read, since {why}; say \"dayMonthOrder\": \"dayFirst\" or \"monthFirst\" in mapping.json, or give \"dateFormats\"";
    }

    private static string? OfNumbers(FileEvidence evidence, SchemaMapping mapping, FileLayout layout)
    {
        // Whoever writes decimals with a comma does not part columns by commas.
        bool groupsByCommas = layout.DelimiterName == "," && (evidence.Numbers & NumberEvidence.PointOrGroup) == 0;
        if (mapping.Given?.DecimalStyle is not null || !evidence.LeavesDecimalStyleOpen || groupsByCommas)
            return null;
        string columns = string.Join(" and ", mapping.Mapped
            .Where(column => column.Role is ColumnRole.Amount or ColumnRole.Price || (column.Role == ColumnRole.Quantity && mapping.ColumnOf(ColumnRole.Amount) < 0))
            .Select(column => $"'{column.Name}'"));
        return $"ambiguous_number: {columns} cannot be read, since every separator is as in 1.234 or 1,234, which could be more than a thousand or have three decimals; "
            + "say \"decimalStyle\": \"point\" (1,234.50) or \"comma\" (1.234,50) in mapping.json";
    }

    private static string? OfUnits(FileEvidence evidence, SchemaMapping mapping) =>
        evidence.Units.AreSeveral && mapping.ColumnOf(ColumnRole.Currency) < 0 && mapping.ConstantOf(ColumnRole.Currency) is null
            ? $"several_currencies: amounts are in several currencies, among them {evidence.Units}, which are never added up; export the currency in a column of its own, "
                + "or say \"constants\": {\"currency\": \"EUR\"} in mapping.json if it is one after all"
            : null;
}
