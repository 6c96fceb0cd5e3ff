using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Meaning;
using ServerlessSeg.Core.Ingestion.Rows;
using ServerlessSeg.Core.Ingestion.Values;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Reporting;

/// <summary>Turns tallies into a <see cref="BatchReport"/>.</summary>
internal static class BatchReportBuilder
{
    /// <summary>The report of a file that was read in full.</summary>
    public static BatchReport Build(BatchReport identity, RowTally tally, MappingReport mapping, LedgerContent content, long listedRejects, double maxRejectRate)
    {
        var all = new CurrencyTally(0);
        foreach (CurrencyTally currency in tally.Currencies)
            all.Add(currency);
        bool any = tally.Accepted > 0;
        return identity with
        {
            Status = IsHeld(tally, maxRejectRate) ? BatchStatus.Held : BatchStatus.Ready,
            Rows = new RowCounts(tally.Read, tally.Accepted, tally.Rejected, tally.LeftOut),
            RejectsByReason = RejectsOf(tally),
            LeftOut = LeftOutOf(tally),
            LeftOutMoney = LeftOutMoneyOf(tally),
            LeftOutWithoutMoney = tally.LeftOutOfUnknownMoney,
            Money = new MoneyTotals(Decimal(all.PurchaseMoney + all.RefundMoney), Decimal(all.PurchaseMoney), Decimal(all.RefundMoney), Decimal(tally.RejectedMoney), LeftOutMoneyOf(tally).Values.Sum()),
            Kinds = new KindCounts(all.Purchases, all.Refunds, all.Free),
            Currencies = CurrenciesOf(tally),
            ListedRejects = listedRejects,
            RejectsWithoutMoney = tally.RejectsOfUnknownMoney,
            RoundedAmounts = tally.RoundedAmounts,
            Customers = content.Customers,
            First = any ? InstantOf(tally.FirstMicros) : null,
            Last = any ? InstantOf(tally.LastMicros) : null,
            Mapping = mapping,
            LedgerFiles = content.Files,
        };
    }

    /// <summary>The part of the report that tells how the file was understood.</summary>
    /// <param name="mapping">Roles and conventions.</param>
    /// <param name="evidence">What the rows say about the conventions.</param>
    /// <param name="tally">What became of the rows.</param>
    /// <param name="layout">Format, delimiter and encoding.</param>
    /// <param name="timeZone">Zone of dates without an offset where the mapping names none.</param>
    /// <param name="hasNoRows">Whether the whole file was read, and no row was found in it.</param>
    public static MappingReport Describe(SchemaMapping mapping, FileEvidence evidence, RowTally tally, FileLayout layout, string timeZone, bool hasNoRows)
    {
        var notes = new List<string>([.. MeaningNotes.Of(tally, mapping), .. mapping.Notes]);
        if (mapping.Conventions.TrimsCustomerIds)
            notes.Add("every customer id ended in \".0\", which was cut off");
        if (mapping.Conventions.TrimsOrderIds)
            notes.Add("every order id ended in \".0\", which was cut off");
        if (evidence.HasBothDecimalStyles && mapping.Given?.DecimalStyle is null)
            notes.Add("some numbers have a decimal point and others a decimal comma, which are refused; \"decimalStyle\" in mapping.json chooses");
        if (layout.EncodingIsGuess)
            notes.Add($"the file is no Unicode, and its encoding is a guess: {layout.Encoding}; say \"encoding\" in mapping.json if names look wrong");
        if (hasNoRows)
            notes.Add(layout.DelimiterName is null ? "the file has no rows" : "the file has a header and no rows");
        bool dependsOnOrder = (evidence.Dates & ~DateEvidence.None) != 0 || mapping.Given?.DayMonthOrder is not null;
        return new MappingReport(
            layout.Format,
            layout.DelimiterName,
            layout.Encoding,
            mapping.Mapped,
            [.. mapping.Columns.Where((_, column) => !mapping.Mapped.Any(read => read.Position == column + 1))],
            mapping.Conventions.DecimalStyle,
            dependsOnOrder ? mapping.Conventions.DayMonthOrder : null,
            mapping.Given?.TimeZone ?? timeZone,
            notes,
            mapping.Given?.Preset is { } preset && preset != Presets.None ? preset : null);
    }

    /// <summary>Whether more rows are refused than a file may have; those without a customer do not count.</summary>
    public static bool IsHeld(RowTally tally, double maxRejectRate)
    {
        long counted = tally.Accepted + tally.Rejected - tally.RejectsOf(RejectCode.NoCustomer);
        return tally.Rejected - tally.RejectsOf(RejectCode.NoCustomer) > maxRejectRate * counted;
    }

    /// <summary>Rejected rows by code, in order of the code.</summary>
    public static SortedDictionary<string, long> RejectsOf(RowTally tally)
    {
        var rejects = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (RejectCode code in Enum.GetValues<RejectCode>())
        {
            if (tally.RejectsOf(code) > 0)
                rejects.Add(RejectCodes.NameOf(code), tally.RejectsOf(code));
        }
        return rejects;
    }

    /// <summary>Rows left out by reason.</summary>
    public static SortedDictionary<string, long> LeftOutOf(RowTally tally) =>
        new(ReasonsOf(tally).ToDictionary(LeftOutReasons.NameOf, tally.LeftOutOf), StringComparer.Ordinal);

    /// <summary>Their money by reason.</summary>
    public static SortedDictionary<string, decimal> LeftOutMoneyOf(RowTally tally) =>
        new(ReasonsOf(tally).ToDictionary(LeftOutReasons.NameOf, reason => Decimal(tally.LeftOutMoneyOf(reason))), StringComparer.Ordinal);

    private static IEnumerable<LeftOutReason> ReasonsOf(RowTally tally) => Enum.GetValues<LeftOutReason>().Where(reason => tally.LeftOutOf(reason) > 0);

    private static IReadOnlyList<CurrencyTotals> CurrenciesOf(RowTally tally) =>
    [
        .. tally.Currencies.OrderBy(currency => currency.Name, StringComparer.Ordinal).Select(currency => new CurrencyTotals(
            currency.Name,
            currency.Purchases + currency.Refunds + currency.Free,
            Decimal(currency.PurchaseMoney + currency.RefundMoney),
            Decimal(currency.PurchaseMoney),
            Decimal(currency.RefundMoney))),
    ];

    private static decimal Decimal(Int128 tenThousandths) => new Money(tenThousandths).ToDecimal();

    private static DateTimeOffset InstantOf(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
