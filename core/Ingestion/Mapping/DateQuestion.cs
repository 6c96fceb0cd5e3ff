namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>The question to ask where no row tells whether day or month comes first, or rows contradict each other.</summary>
internal static class DateQuestion
{
    /// <summary>The failure that asks it, or null where the order is clear or does not matter.</summary>
    public static MappingFailure? Of(FileEvidence evidence, SchemaMapping mapping)
    {
        if (mapping.Given?.DayMonthOrder is not null || !(evidence.HasBothDateOrders || evidence.LeavesDateOrderOpen))
            return null;
        string column = mapping.Columns[mapping.ColumnOf(ColumnRole.Date)];
        string why = evidence.HasBothDateOrders
            ? "some of its dates can only have the day first and others only the month first"
            : "each of its dates could have the day or the month first";
        return MappingFailure.Of(
            $"ambiguous_date: column '{column}' cannot be read, since {why}; say \"dayMonthOrder\": \"dayFirst\" or \"monthFirst\" in mapping.json, or give \"dateFormats\"",
            [.. mapping.Columns]);
    }
}
