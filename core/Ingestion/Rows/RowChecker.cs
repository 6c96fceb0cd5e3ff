using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Reporting;
using ServerlessSeg.Core.Ingestion.Rows;
using ServerlessSeg.Core.Ingestion.Values;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>
/// Checks rows one by one, whatever format they come from: a row goes either to the appender or to the rejects, and is counted
/// either way. One instance serves one thread.
/// </summary>
public sealed class RowChecker
{
    private readonly SchemaMapping mapping;
    private readonly IngestOptions options;
    private readonly ITransactionAppender appender;
    private readonly MoneyRule money;
    private readonly InstantParser instants;
    private readonly long earliestMicros;
    private readonly long latestMicros;
    private readonly byte[] constantCurrency;
    private readonly byte[] constantChannel;
    private readonly byte[] constantProduct;
    private readonly byte[] constantCountry;
    private readonly byte[] currency = new byte[3];
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
        this.options = options;
        this.appender = appender;
        money = new MoneyRule(mapping);
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(mapping.Given?.TimeZone ?? options.TimeZone);
        instants = new InstantParser(mapping.Conventions.DayMonthOrder, zone, mapping.Given?.DateFormats);
        earliestMicros = MicrosOf(options.EarliestInstant);
        latestMicros = MicrosOf(latest);
        constantCurrency = Encoding.UTF8.GetBytes(mapping.ConstantOf(ColumnRole.Currency)?.ToUpperInvariant() ?? "");
        constantChannel = Encoding.UTF8.GetBytes(mapping.ConstantOf(ColumnRole.Channel) ?? "");
        constantProduct = Encoding.UTF8.GetBytes(mapping.ConstantOf(ColumnRole.Product) ?? "");
        constantCountry = Encoding.UTF8.GetBytes(mapping.ConstantOf(ColumnRole.Country) ?? "");
        Tally = new RowTally();
        Rejects = new RejectBuffer(options.MaxRejectValueBytes);
    }

    /// <summary>Set where all texts of the next rows are known to be valid UTF-8, so that they need not be looked at.</summary>
    public bool TextIsValid { get; set; }

    /// <summary>What the rows so far say about the conventions of the file.</summary>
    public FileEvidence Evidence => new(money.Evidence, instants.Evidence, customers, orders);

    internal RowTally Tally { get; }

    internal RejectBuffer Rejects { get; }

    /// <summary>Checks one row and passes it on.</summary>
    /// <param name="cells">The row.</param>
    /// <param name="line">Its line in a text, or its number in another file, from 1.</param>
    /// <returns>Whether it was accepted.</returns>
    public bool Check(in RowCells cells, long line)
    {
        LineMoney worth = money.Of(cells);
        ReadOnlySpan<byte> customer = cells.Customer;
        if (MissingValue.Is(customer))
            return Refuse(RejectCode.NoCustomer, ColumnRole.Customer, cells.Customer, line, worth);
        customers |= FloatId.EvidenceOf(customer);
        if (mapping.Conventions.TrimsCustomerIds)
            customer = FloatId.Trim(customer);
        ReadOnlySpan<byte> order = MissingValue.Is(cells.Order) ? default : cells.Order;
        if (!order.IsEmpty)
            orders |= FloatId.EvidenceOf(order);
        if (mapping.Conventions.TrimsOrderIds)
            order = FloatId.Trim(order);
        if (FaultyText(cells, customer) is { } faulty)
            return Refuse(faulty.Code, faulty.Role, TextOf(cells, faulty.Role), line, worth);
        if (RefuseDate(cells.Date, out long micros) is { } dateProblem)
            return Refuse(dateProblem, ColumnRole.Date, cells.Date.Text, line, worth);
        if (worth.Problem is { } moneyProblem)
            return Refuse(moneyProblem, worth.ProblemRole, TextOf(cells, worth.ProblemRole), line, worth);
        if (!TryCurrency(cells.Currency, out ReadOnlySpan<byte> code))
            return Refuse(RejectCode.UnknownCurrency, ColumnRole.Currency, cells.Currency, line, worth);
        if (!TryLine(cells.Line, out int lineNumber))
            return Refuse(RejectCode.BadLineNumber, ColumnRole.Line, cells.Line, line, worth);

        appender.Append(new TransactionRow
        {
            CustomerId = customer,
            OccurredAtMicros = micros,
            Amount = worth.Amount,
            Kind = worth.Kind,
            OrderId = order,
            Line = lineNumber,
            Currency = code,
            Channel = cells.Channel.IsEmpty ? constantChannel : cells.Channel,
            Product = cells.Product.IsEmpty ? constantProduct : cells.Product,
            Country = cells.Country.IsEmpty ? constantCountry : cells.Country,
            Attributes = cells.Attributes,
        });
        Tally.Accept(micros, worth, code);
        return true;
    }

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
        Tally.Reject(code, worth.Problem is null ? worth.Amount : null);
        return false;
    }

    private (RejectCode Code, ColumnRole Role)? FaultyText(in RowCells cells, ReadOnlySpan<byte> customer)
    {
        if (customer.Length > options.MaxCustomerIdBytes)
            return (RejectCode.TooLong, ColumnRole.Customer);
        int longest = options.MaxTextBytes;
        if (cells.Order.Length > longest)
            return (RejectCode.TooLong, ColumnRole.Order);
        if (cells.Channel.Length > longest)
            return (RejectCode.TooLong, ColumnRole.Channel);
        if (cells.Product.Length > longest)
            return (RejectCode.TooLong, ColumnRole.Product);
        if (cells.Country.Length > longest)
            return (RejectCode.TooLong, ColumnRole.Country);
        if (cells.Attributes.Length > longest * mapping.AttributeColumns.Count)
            return (RejectCode.TooLong, ColumnRole.Attribute);
        if (TextIsValid)
            return null;
        foreach (ColumnRole role in TextRoles)
        {
            if (!Utf8.IsValid(TextOf(cells, role)))
                return (RejectCode.BadEncoding, role);
        }
        return null;
    }

    private static ReadOnlySpan<ColumnRole> TextRoles =>
        [ColumnRole.Customer, ColumnRole.Order, ColumnRole.Channel, ColumnRole.Product, ColumnRole.Country, ColumnRole.Attribute];

    private static ReadOnlySpan<byte> TextOf(in RowCells cells, ColumnRole role) => role switch
    {
        ColumnRole.Customer => cells.Customer,
        ColumnRole.Order => cells.Order,
        ColumnRole.Channel => cells.Channel,
        ColumnRole.Product => cells.Product,
        ColumnRole.Country => cells.Country,
        ColumnRole.Amount => cells.Amount.Text,
        ColumnRole.Price => cells.Price.Text,
        ColumnRole.Quantity => cells.Quantity.Text,
        ColumnRole.Attribute => cells.Attributes,
        _ => default,
    };

    private RejectCode? RefuseDate(in DateCell date, out long micros)
    {
        micros = date.Micros;
        if (!date.IsInstant && !instants.TryParse(date.Text, out micros))
            return RejectCode.BadDate;
        if (micros < earliestMicros)
            return RejectCode.DateBeforeFloor;
        return micros > latestMicros ? RejectCode.DateInFuture : null;
    }

    private bool TryCurrency(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> code)
    {
        code = constantCurrency;
        if (MissingValue.Is(text))
            return true;
        code = currency;
        return CurrencyCodes.TryNormalise(text.Trim((byte)' '), currency);
    }

    private static bool TryLine(ReadOnlySpan<byte> text, out int number)
    {
        number = -1;
        if (text.IsEmpty)
            return true;
        text = FloatId.Trim(text.Trim((byte)' '));
        return Utf8Parser.TryParse(text, out number, out int consumed) && consumed == text.Length && number >= 0;
    }
}
