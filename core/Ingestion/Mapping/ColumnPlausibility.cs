using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Whether the values of a column can be what its name says, so that a "Line" of product families is not taken for line numbers.</summary>
internal static class ColumnPlausibility
{
    private const int RowsJudged = 200;

    /// <summary>Whether rows are better read without the column than refused for it.</summary>
    /// <param name="role">What the column is named like.</param>
    /// <param name="hasAmount">Whether rows have an amount; those that have none would be worth one piece each without their quantity.</param>
    public static bool IsOptional(ColumnRole role, bool hasAmount) => role is ColumnRole.Line or ColumnRole.Currency or ColumnRole.RefundedAmount or ColumnRole.RefundedAt or ColumnRole.AdjustedAmount || (role is ColumnRole.Quantity && hasAmount);

    /// <summary>Whether at least half of the sample's values that are there can be read in the role.</summary>
    public static bool Fits(ColumnRole role, IReadOnlyList<IReadOnlyList<string>> rows, int column, IReadOnlyList<string>? dateFormats = null)
    {
        Func<byte[], bool>? test = TestOf(role, dateFormats);
        if (test is null)
            return true;
        int present = 0;
        int fitting = 0;
        foreach (IReadOnlyList<string> row in rows.Take(RowsJudged))
        {
            byte[] value = Encoding.UTF8.GetBytes(row[column]);
            if (MissingValue.Is(value))
                continue;
            present++;
            fitting += test(value) ? 1 : 0;
        }
        return fitting * 2 >= present;
    }

    /// <summary>Whether the sample holds values at all, which can be read in the role.</summary>
    public static bool HoldsFitting(ColumnRole role, IReadOnlyList<IReadOnlyList<string>> rows, int column) =>
        rows.Any(row => !MissingValue.Is(Encoding.UTF8.GetBytes(row[column]))) && Fits(role, rows, column);

    /// <summary>Whether any value of the sample can be read in the role.</summary>
    public static bool HoldsAny(ColumnRole role, IReadOnlyList<IReadOnlyList<string>> rows, int column)
    {
        Func<byte[], bool>? test = TestOf(role, null);
        return test is null || rows.Select(row => Encoding.UTF8.GetBytes(row[column])).Any(value => !MissingValue.Is(value) && test(value));
    }

    /// <summary>The different values of a column of the sample, without blanks around them and missing ones.</summary>
    public static HashSet<string> DistinctValues(IReadOnlyList<IReadOnlyList<string>> rows, int column, StringComparer? comparer = null) =>
        new(rows.Select(row => row[column].Trim()).Where(static value => !MissingValue.Is(Encoding.UTF8.GetBytes(value))), comparer);

    private static Func<byte[], bool>? TestOf(ColumnRole role, IReadOnlyList<string>? dateFormats)
    {
        var instants = new InstantParser(DayMonthOrder.DayFirst, TimeZoneInfo.Utc, dateFormats);
        var american = new InstantParser(DayMonthOrder.MonthFirst, TimeZoneInfo.Utc, dateFormats);
        return role switch
        {
            ColumnRole.Date => value => instants.TryParse(value, out _) || american.TryParse(value, out _),
            ColumnRole.Amount or ColumnRole.Price or ColumnRole.Quantity or ColumnRole.RefundedAmount or ColumnRole.AdjustedAmount or ColumnRole.Debit or ColumnRole.Credit => IsNumber,
            ColumnRole.Currency => static value => CurrencyCodes.TryNormalise(Blanks.Trim(value), new byte[3]),
            ColumnRole.Line => static value => LineNumber.TryParse(value, out _),
            _ => null,
        };
    }

    private static bool IsNumber(byte[] value)
    {
        NumberEvidence evidence = NumberEvidence.None;
        return NumberParser.TryParse(value, DecimalStyle.Point, out _, ref evidence) == NumberStatus.Valid
            || NumberParser.TryParse(value, DecimalStyle.Comma, out _, ref evidence) == NumberStatus.Valid;
    }
}
