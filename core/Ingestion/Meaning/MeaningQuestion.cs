using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>The question to ask where money hangs on the state of rows and the file does not tell it.</summary>
internal static class MeaningQuestion
{
    private const int MostWords = 10, FewOf = 10;
    private const long DecadeLater = 10 * 365 * 86_400L * 1_000_000L;

    /// <summary>The failure that asks it, or null where everything that matters is clear.</summary>
    public static MappingFailure? Of(RowTally tally, SchemaMapping mapping) =>
        OfWords(tally, mapping) ?? OfUntoldParts(tally, mapping) ?? OfRefundsToldTwice(tally, mapping) ?? OfEpoch(tally, mapping);

    private static MappingFailure? OfWords(RowTally tally, SchemaMapping mapping)
    {
        WordTally[] unknown = [.. tally.Words.All.Where(static word => word.Verdict.Outcome == RowOutcome.Unknown)];
        if (!unknown.Any(static word => word.RowsWithMoney > 0))
            return null;
        string column = unknown.First(static word => word.RowsWithMoney > 0).Column;
        unknown = [.. unknown.Where(word => word.Column == column)];
        string named = string.Join(", ", unknown.Take(MostWords).Select(static word => $"'{word.Word}' ({Amounts.Of(word.Rows, word.Money)})"));
        string more = unknown.Length > MostWords ? $" and {unknown.Length - MostWords} more" : "";
        var rule = new StatusRule { Column = column, Words = unknown.Take(MostWords).ToDictionary(static word => word.Word, static _ => "counted") };
        return Ask(mapping, $"unknown_status: column '{column}' says what is not known: {named}{more}; say in mapping.json what each word means ({string.Join(", ", StatusRule.Outcomes)}), "
            + $"as in \"status\": {{ \"column\": {JsonText.Of(column)}, \"words\": {{ {JsonText.Of(unknown[0].Word)}: \"counted\" }} }}, or \"status\": [] to judge no row by its state",
            given => given with { Status = [.. (given.Status ?? [.. mapping.Rules.Statuses.Where(status => status.Name != column).Select(static status => new StatusRule { Column = status.Name })]).Where(other => other.Column != column), Joined(given, column, rule)] });
    }

    private static StatusRule Joined(MappingOverride given, string column, StatusRule rule)
    {
        var words = new Dictionary<string, string>(given.Status?.FirstOrDefault(other => other.Column == column)?.Words ?? []);
        foreach ((string word, string outcome) in rule.Words!)
            words.TryAdd(word, outcome);
        return rule with { Words = words };
    }

    private static MappingFailure? OfUntoldParts(RowTally tally, SchemaMapping mapping)
    {
        if (tally.UntoldParts == 0)
            return null;
        WordTally word = tally.Words.All.First(static word => word.Verdict.Outcome == RowOutcome.PartlyRefunded);
        var rule = new StatusRule { Column = word.Column, Words = new Dictionary<string, string> { [word.Word] = "counted" } };
        return Ask(mapping, $"untold_refunds: of {Amounts.Of(tally.UntoldParts, tally.UntoldPartsMoney)} a part was given back, as column '{word.Column}' says ('{word.Word}'), and no column is known to say how much; "
            + $"name it in mapping.json, as in \"columns\": {{ \"refundedAmount\": \"Refunded\" }}, or take such rows in full by \"status\": {{ \"column\": {JsonText.Of(word.Column)}, \"words\": {{ {JsonText.Of(word.Word)}: \"counted\" }} }}",
            given => given with { Status = [.. (given.Status ?? []).Where(other => other.Column != word.Column), Joined(given, word.Column, rule)] });
    }

    private static MappingFailure? OfRefundsToldTwice(RowTally tally, SchemaMapping mapping)
    {
        long refunded = tally.RefundedRows + tally.LeftOutOf(LeftOutReason.Refunded);
        bool isGiven = mapping.Given?.Status is not null || mapping.Given?.Columns?.Keys.Any(static name => Mapping.OverrideRules.RoleOf(name) is ColumnRole.RefundedAmount or ColumnRole.AdjustedAmount) == true;
        if (tally.RefundRows == 0 || refunded == 0 || isGiven)
            return null;
        StatusRule[] rules = [.. mapping.Rules.Statuses.Select(status => new StatusRule
        {
            Column = status.Name,
            Words = tally.Words.All.Where(word => word.Column == status.Name && word.Verdict.Outcome is RowOutcome.Refunded or RowOutcome.PartlyRefunded).ToDictionary(static word => word.Word, static _ => "counted"),
        })];
        Int128 back = tally.RefundedMoney + tally.LeftOutMoneyOf(LeftOutReason.Refunded);
        return Ask(mapping, $"refunds_twice: {Amounts.Of(refunded, back)} {(refunded == 1 ? "is" : "are")} refunded by status or by a column of what was given back, and {Amounts.Rows(tally.RefundRows)} {(tally.RefundRows == 1 ? "is a refund itself" : "are refunds themselves")}; "
            + "if these are the same refunds, say in mapping.json that the former count, as in \"status\": { \"column\": \"Status\", \"words\": { \"refunded\": \"counted\" } }, and otherwise that they are \"refunded\"",
            given => given with { Status = rules });
    }

    // Of a business that old there would be more.
    private static MappingFailure? OfEpoch(RowTally tally, SchemaMapping mapping)
    {
        if (tally.EpochRows == 0 || mapping.Given?.EarliestDate is not null || tally.FirstBeyondEpoch is long.MaxValue or < DecadeLater || tally.EpochRows * FewOf > tally.Accepted)
            return null;
        return Ask(mapping, $"epoch_dates: {Amounts.Of(tally.EpochRows, tally.EpochMoney)} {(tally.EpochRows == 1 ? "is" : "are")} of 1970-01-01, the day from which computers count, and the next is of {DateTimeOffset.UnixEpoch.AddTicks(tally.FirstBeyondEpoch * TimeSpan.TicksPerMicrosecond):yyyy-MM-dd}; "
            + "say \"earliestDate\": \"1970-01-02\" in mapping.json to refuse such rows, or \"1970-01-01\" to take them", static given => given with { EarliestDate = "1970-01-02" });
    }

    /// <summary>A failure that asks, with a mapping that answers.</summary>
    public static MappingFailure Ask(SchemaMapping mapping, string question, Func<MappingOverride, MappingOverride> answer) =>
        MappingFailure.Of(question, [.. mapping.Columns]) with { Mapping = MappingProposal.Of(answer(mapping.Given ?? new MappingOverride())) };
}
