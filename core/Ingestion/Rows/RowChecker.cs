using System.Text;
using System.Text.Unicode;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Meaning;
using ServerlessSeg.Core.Ingestion.Reporting;
using ServerlessSeg.Core.Ingestion.Rows;
using ServerlessSeg.Core.Ingestion.Values;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>
/// Checks rows one by one, whatever format they come from: a row goes either to the appender or to the rejects, and is counted
/// either way. One instance serves one thread.
/// </summary>
public sealed class RowChecker
{
    private readonly SchemaMapping mapping;
    private readonly ValueConventions conventions;
    private readonly TextRule texts;
    private readonly ITransactionAppender appender;
    private readonly MoneyRule money;
    private readonly InstantParser instants;
    private readonly long earliestMicros;
    private readonly long latestMicros;
    private readonly byte[] constantCurrency;
    private readonly byte[] constantChannel;
    private readonly byte[] constantProduct;
    private readonly byte[] constantCountry;
    private readonly byte[] currency = [.. "EUR"u8];
    private readonly ColumnChecker columns;
    private readonly RowJudge? judge;
    private readonly bool refunds;
    private readonly RowStory? story;
    private readonly RowIds ids;
    private IdEvidence customers;
    private IdEvidence orders;

    /// <param name="mapping">Roles and conventions.</param>
    /// <param name="options">Limits.</param>
    /// <param name="latest">The latest acceptable instant.</param>
    /// <param name="appender">Takes accepted rows.</param>
    public RowChecker(SchemaMapping mapping, IngestOptions options, DateTimeOffset latest, ITransactionAppender appender)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(options);
        this.mapping = mapping;
        conventions = mapping.Conventions;
        texts = new TextRule(mapping, options);
        this.appender = appender;
        money = new MoneyRule(mapping);
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(mapping.Given?.TimeZone ?? options.TimeZone);
        instants = new InstantParser(mapping.Conventions.DayMonthOrder, zone, mapping.Given?.DateFormats);
        earliestMicros = Math.Max(MicrosOf(options.EarliestInstant), OverrideRules.EarliestMicros(mapping.Given) ?? long.MinValue);
        latestMicros = MicrosOf(latest);
        constantCurrency = Encoding.UTF8.GetBytes(mapping.ConstantOf(ColumnRole.Currency)?.ToUpperInvariant() ?? "");
        constantChannel = Encoding.UTF8.GetBytes(mapping.ConstantOf(ColumnRole.Channel) ?? "");
        constantProduct = Encoding.UTF8.GetBytes(mapping.ConstantOf(ColumnRole.Product) ?? "");
        constantCountry = Encoding.UTF8.GetBytes(mapping.ConstantOf(ColumnRole.Country) ?? "");
        Tally = new RowTally();
        judge = mapping.Rules.AreNone ? null : new RowJudge(mapping);
        story = mapping.Grain.IsSequential ? new RowStory(mapping) : null;
        ids = new RowIds(mapping, zone);
        refunds = judge is not null || mapping.ColumnOf(ColumnRole.RefundedAmount) >= 0 || mapping.ColumnOf(ColumnRole.AdjustedAmount) >= 0;
        columns = new ColumnChecker(mapping, options, earliestMicros, latestMicros, instants, Tally, judge);
        Rejects = new RejectBuffer(options.MaxRejectValueBytes, options.MaxListedRejects);
    }

    /// <summary>Set where all texts of the next rows are known to be valid UTF-8, so that they need not be looked at.</summary>
    public bool TextIsValid { get; set; }

    /// <summary>What the rows so far say about the conventions of the file.</summary>
    public FileEvidence Evidence => columns.Evidence | new FileEvidence(money.Evidence, instants.Evidence, customers, orders, money.Units);

    internal RowTally Tally { get; }

    internal RejectBuffer Rejects { get; }

    /// <summary>Checks one row and passes it on.</summary>
    /// <param name="row">The row.</param>
    /// <param name="line">Its line in a text, or its number in another file, from 1.</param>
    /// <returns>Whether it was accepted.</returns>
    public bool Check<TRow>(scoped ref TRow row, long line)
        where TRow : struct, IRowCells, allows ref struct
    {
        if (story is null)
            return Check(ref row, line, isContinued: false);
        RowPlace place = story.Next(ref row);
        if (place is RowPlace.Heading or RowPlace.Total)
            return LeaveOut(place == RowPlace.Heading ? LeftOutReason.Heading : LeftOutReason.Total, place == RowPlace.Heading ? default : money.Of(ref row, default));
        var told = new ToldRow<TRow>(row, story.Carried);
        return Check(ref told, line, place == RowPlace.Continued);
    }

    private bool Check<TRow>(scoped ref TRow row, long line, bool isContinued)
        where TRow : struct, IRowCells, allows ref struct
    {
        ReadOnlySpan<byte> customer = ids.CustomerOf(ref row, out bool isGuest, out bool isFallback), order = IdText.Bare(row.Text(ColumnRole.Order));
        LineMoney worth = money.Of(ref row, order);
        if (story?.MoneyIsTold == true)
        {
            Tally.TellAgain(worth.KnownAmount);
            worth = new LineMoney(0, TransactionKind.Free, false, null, default);
        }
        // Read first: what a date says about the order of day and month counts, whatever else is wrong with its row.
        RejectCode? dateProblem = RefuseDate(row.OccurredAt, out long micros);
        RowVerdict verdict = RowVerdict.Counted;
        if (judge is not null && !Judge(ref row, worth, out verdict))
            return LeaveOut(verdict.Reason, worth);
        if (isGuest)
            Tally.MeetGuest(customer, isFallback, worth.KnownAmount);
        if (ids.IsNobody(customer))
            return Refuse(RejectCode.NoCustomer, ColumnRole.Customer, row.Text(ColumnRole.Customer), line, worth);
        IdEvidence ofCustomer = FloatId.EvidenceOf(customer), ofOrder = IdEvidence.None;
        if (MissingValue.Is(order))
            order = default;
        else
            ofOrder = FloatId.EvidenceOf(order);
        if (conventions.TrimsCustomerIds)
            customer = FloatId.Trim(customer);
        if (conventions.TrimsOrderIds)
            order = FloatId.Trim(order);
        if (mapping.Identity.RefusesRoundedIds && ((ofCustomer | ofOrder) & IdEvidence.Rounded) != 0)
        {
            ColumnRole rounded = (ofCustomer & IdEvidence.Rounded) != 0 ? ColumnRole.Customer : ColumnRole.Order;
            return Refuse(RejectCode.RoundedId, rounded, row.Text(rounded), line, worth);
        }
        ReadOnlySpan<byte> channel = row.Text(ColumnRole.Channel), product = row.Text(ColumnRole.Product), country = row.Text(ColumnRole.Country);
        int longest = Math.Max(Math.Max(order.Length, channel.Length), Math.Max(product.Length, country.Length));
        if (!(TextIsValid && texts.Fits(customer.Length, longest, row.Attributes.Length)) && texts.FaultOf(ref row, customer.Length, TextIsValid, out ColumnRole faulty) is { } fault)
            return Refuse(fault, faulty, faulty == ColumnRole.Attribute ? row.Attributes : row.Text(faulty), line, worth);
        if (dateProblem is { } wrongDate)
            return Refuse(wrongDate, ColumnRole.Date, row.Text(ColumnRole.Date), line, worth);
        customers |= ofCustomer;
        orders |= ofOrder;
        money.KeepEvidence();
        if (worth.Problem is { } moneyProblem)
            return Refuse(moneyProblem, worth.ProblemRole, row.Text(worth.ProblemRole), line, worth);
        if (!TryCurrency(row.Text(ColumnRole.Currency), out ReadOnlySpan<byte> code))
            return Refuse(RejectCode.UnknownCurrency, ColumnRole.Currency, row.Text(ColumnRole.Currency), line, worth);
        if (!TryLine(row.Text(ColumnRole.Line), out int lineNumber))
            return Refuse(RejectCode.BadLineNumber, ColumnRole.Line, row.Text(ColumnRole.Line), line, worth);
        GivenBack back = default;
        long backMicros = micros;
        if (refunds)
        {
            back = money.GivenBack(ref row, worth, verdict.Outcome, isContinued);
            if (back.ProblemRole is { } unreadable)
                return Refuse(RejectCode.BadAmount, unreadable, row.Text(unreadable), line, worth);
            // Nothing would match the refund with its purchase.
            if (back.IsAll && order.IsEmpty)
                return LeaveOut(LeftOutReason.Refunded, worth);
            if (back.Amount > 0 && RefuseRefundDate(row.Text(ColumnRole.RefundedAt), ref backMicros) is { } wrongRefundDate)
                return Refuse(wrongRefundDate, ColumnRole.RefundedAt, row.Text(ColumnRole.RefundedAt), line, worth);
        }

        if (ids.HasScope)
            order = ids.OrderOf(ref row, order, customer, micros);
        // What other columns than those of customer and order give to the ids has not been looked at.
        if (ids.HasScope && !texts.Fits(customer.Length, order.Length, 0))
            return Refuse(RejectCode.TooLong, ColumnRole.Order, order, line, worth);
        if (!TextIsValid && (!Utf8.IsValid(customer) || !Utf8.IsValid(order)))
            return Refuse(RejectCode.BadEncoding, isFallback ? ColumnRole.Customer : ColumnRole.Order, row.Text(isFallback ? ColumnRole.Customer : ColumnRole.Order), line, worth);
        if (isFallback)
            Tally.FallBack(worth.Amount);
        var accepted = new TransactionRow
        {
            CustomerId = customer,
            OccurredAtMicros = micros,
            Amount = worth.Amount,
            Kind = worth.Kind,
            OrderId = order,
            Line = lineNumber,
            Currency = code,
            Channel = Or(channel, constantChannel),
            Product = Or(product, constantProduct),
            Country = Or(country, constantCountry),
            Attributes = row.Attributes,
        };
        appender.Append(accepted);
        Tally.Accept(micros, worth, code);
        Tally.NoteEpoch(micros, worth.Amount);
        if (back.Amount > 0)
            GiveBack(accepted, backMicros, back);
        else if (back.IsUntold)
            Tally.LeaveUntold(worth.Amount);
        return true;
    }

    private void GiveBack(in TransactionRow accepted, long micros, GivenBack back)
    {
        appender.Append(new TransactionRow
        {
            CustomerId = accepted.CustomerId,
            OccurredAtMicros = micros,
            Amount = -back.Amount,
            Kind = TransactionKind.Refund,
            OrderId = accepted.OrderId,
            Line = accepted.Line,
            Currency = accepted.Currency,
            Channel = accepted.Channel,
            Product = accepted.Product,
            Country = accepted.Country,
            Attributes = accepted.Attributes,
        });
        Tally.GiveBack(micros, new LineMoney(-back.Amount, TransactionKind.Refund, false, null, default), back.IsBeyond, accepted.Currency);
    }

    /// <summary>Whether the state of a row lets it be taken in.</summary>
    private bool Judge<TRow>(scoped ref TRow row, in LineMoney worth, out RowVerdict verdict)
        where TRow : struct, IRowCells, allows ref struct
    {
        verdict = judge!.Of(ref row, out ReadOnlySpan<byte> said, out StatusColumn? by);
        if (by is not null && verdict.Outcome != RowOutcome.Counted)
            Tally.Words.Add(by, said, verdict, worth.KnownAmount);
        return verdict.Outcome != RowOutcome.LeftOut;
    }

    private bool LeaveOut(LeftOutReason reason, in LineMoney worth)
    {
        Tally.LeaveOut(reason, worth.KnownAmount);
        return false;
    }

    /// <summary>Checks rows by column as far as they are plain; the others come out as odd, to be checked one by one.</summary>
    internal void Mark(RowColumns rows) => columns.Mark(rows);

    /// <summary>Passes on the rows that are not odd; the columns are used up by that.</summary>
    internal void Accept(RowColumns rows)
    {
        columns.Gather(rows);
        if (rows.Batch.Count > 0)
            appender.Append(rows.Batch);
    }

    /// <summary>Leaves out a row that could not be taken apart into cells and has no money.</summary>
    public void LeaveOutRecord(LeftOutReason reason) => Tally.LeaveOut(reason, 0);

    /// <summary>Refuses a row that could not be taken apart into cells.</summary>
    public void RefuseRecord(RejectCode code, ReadOnlySpan<byte> raw, long line)
    {
        Rejects.Add(line, 0, code, raw);
        Tally.Reject(code, null);
    }

    private static long MicrosOf(DateTimeOffset instant) => (instant.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private bool Refuse(RejectCode code, ColumnRole role, ReadOnlySpan<byte> value, long line, in LineMoney worth)
    {
        Rejects.Add(line, role == ColumnRole.Attribute ? 0 : mapping.ColumnOf(role) + 1, code, value);
        Tally.Reject(code, worth.KnownAmount);
        return false;
    }

    private static ReadOnlySpan<byte> Or(ReadOnlySpan<byte> text, byte[] constant) => text.IsEmpty ? constant : text;

    private RejectCode? RefuseDate(in DateCell date, out long micros)
    {
        micros = date.Micros;
        if (!date.IsInstant && !instants.TryParse(date.Text, out micros))
            return RejectCode.BadDate;
        if (micros < earliestMicros)
            return RejectCode.DateBeforeFloor;
        return micros > latestMicros ? RejectCode.DateInFuture : null;
    }

    /// <summary>What is wrong with the date of a refund; one that is missing is that of the row.</summary>
    private RejectCode? RefuseRefundDate(ReadOnlySpan<byte> text, ref long micros)
    {
        long ofRow = micros;
        if (MissingValue.Is(text))
            return null;
        RejectCode? problem = RefuseDate(DateCell.FromText(text), out micros);
        micros = Math.Max(micros, ofRow);
        return problem;
    }

    private bool TryCurrency(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> code)
    {
        // Mostly a row has the currency of the one before it.
        code = currency;
        if (text.SequenceEqual(currency))
            return true;
        if (!MissingValue.Is(text))
            return CurrencyCodes.TryNormalise(Blanks.Trim(text), currency);
        code = constantCurrency;
        return true;
    }

    private static bool TryLine(ReadOnlySpan<byte> text, out int number)
    {
        number = -1;
        return text.IsEmpty || LineNumber.TryParse(text, out number);
    }
}
