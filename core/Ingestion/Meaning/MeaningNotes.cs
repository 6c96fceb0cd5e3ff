using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Tells what was made of rows by their state, those of most money first.</summary>
internal static class MeaningNotes
{
    private const int MostWords = 20;

    /// <summary>One sentence each.</summary>
    public static IEnumerable<string> Of(RowTally tally, SchemaMapping mapping)
    {
        var notes = new List<(Int128 Money, string Note)>();
        WordTally[] words = [.. tally.Words.All];
        notes.AddRange(words.Take(MostWords).Select(static word => (Int128.Abs(word.Money), OfWord(word))));
        if (words.Length > MostWords)
            notes.Add((0, $"{words.Length - MostWords} more words of status columns did not simply count"));
        if (tally.LeftOutOf(LeftOutReason.Filtered) is > 0 and var filtered)
            notes.Add((Int128.Abs(tally.LeftOutMoneyOf(LeftOutReason.Filtered)), $"\"where\" in mapping.json leaves out {Amounts.Of(filtered, tally.LeftOutMoneyOf(LeftOutReason.Filtered))}"));
        if (tally.RefundedRows > 0)
            notes.Add((tally.RefundedMoney, $"{Amounts.Money(tally.RefundedMoney)} of {Amounts.Rows(tally.RefundedRows)} was given back, {SourceOf(mapping)}, and is subtracted"));
        if (tally.RefundsBeyond > 0)
            notes.Add((0, $"of {Amounts.Rows(tally.RefundsBeyond)} more was given back than they are worth; they count as refunded in full"));
        if (tally.ToldAgain > 0)
            notes.Add((Int128.Abs(tally.ToldAgainMoney), $"{Amounts.Rows(tally.ToldAgain)} of orders whose money stands in another row count as lines without money{(tally.ToldAgainMoney == 0 ? "" : $"; the {Amounts.Money(tally.ToldAgainMoney)} that they repeat is not counted")}"));
        if (tally.Guests > 0)
        {
            string named = tally.GuestsNamed == 0 ? "" : $", {Amounts.Rows(tally.GuestsNamed)} of which another column names";
            notes.Add((Int128.Abs(tally.GuestMoney), $"the customer of {Amounts.Of(tally.Guests, tally.GuestMoney)} is no person{(tally.GuestId is null ? "" : $" ('{tally.GuestId}')")}{named}; \"notCustomers\" in mapping.json lists such ids"));
        }
        if (tally.FallenBack > 0)
            notes.Add((Int128.Abs(tally.FallenBackMoney), $"{Amounts.Of(tally.FallenBack, tally.FallenBackMoney)} without a customer id {(tally.FallenBack == 1 ? "has" : "have")} {FallbackOf(mapping)} for it; say \"columns\": {{ \"customer\": \"…\" }} in mapping.json to go by one column alone"));
        return notes.OrderByDescending(static note => note.Money).Select(static note => note.Note);
    }

    private static string FallbackOf(SchemaMapping mapping) =>
        string.Join(" or ", mapping.Mapped.Where(static column => column.Role == ColumnRole.CustomerFallback).Select(static column => $"'{column.Name}'"));

    private static string SourceOf(SchemaMapping mapping) =>
        mapping.Mapped.FirstOrDefault(static column => column.Role is ColumnRole.RefundedAmount or ColumnRole.AdjustedAmount) is { } column ? $"as column '{column.Name}' says" : "as their status says";

    private static string OfWord(WordTally word)
    {
        string what = word.Word.Length == 0 ? $"column '{word.Column}' is filled" : $"column '{word.Column}' says '{word.Word}'";
        string rows = Amounts.Of(word.Rows, word.Money);
        return word.Verdict.Outcome switch
        {
            RowOutcome.LeftOut => $"{what} in {rows}, which {(word.Rows == 1 ? "is" : "are")} left out as {LeftOutReasons.NameOf(word.Verdict.Reason)}",
            RowOutcome.Refunded => $"{what} in {rows}, which {(word.Rows == 1 ? "counts" : "count")} as refunded",
            RowOutcome.PartlyRefunded => $"{what} in {rows}, of which only what was not given back counts",
            _ => $"{what} in {rows}, which is not a known word of a status; {(word.Rows == 1 ? "it counts" : "they count")}",
        };
    }
}
