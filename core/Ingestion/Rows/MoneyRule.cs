using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Meaning;
using ServerlessSeg.Core.Ingestion.Values;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>
/// Works out the money of a row. An amount column wins over unit price times quantity. Any of a negative amount, price or
/// quantity, or a refund marker, makes the row a refund, whose amount is never positive. A row priced at zero, or of no pieces, is
/// free; an amount column that says zero is a purchase of zero. Where the mapping refuses free lines, each of these is refused, marked or not.
/// </summary>
internal sealed class MoneyRule(SchemaMapping mapping)
{
    private const int MoneyDecimals = 4;
    private readonly RefundMarkers markers = new(mapping);
    private readonly bool hasAmount = mapping.ColumnOf(ColumnRole.Amount) >= 0;
    private readonly bool hasQuantity = mapping.ColumnOf(ColumnRole.Quantity) >= 0;
    private readonly bool hasRefunded = mapping.ColumnOf(ColumnRole.RefundedAmount) >= 0;
    private readonly bool hasAdjusted = mapping.ColumnOf(ColumnRole.AdjustedAmount) >= 0;
    private readonly bool hasAccounts = mapping.ColumnOf(ColumnRole.Debit) >= 0 || mapping.ColumnOf(ColumnRole.Credit) >= 0;
    private readonly bool refusesZero = mapping.RefusesFreeLines;
    private readonly ExactNumber? constantAmount = Constant(mapping.ConstantOf(ColumnRole.Amount));
    private readonly DecimalStyle style = mapping.Conventions.DecimalStyle;
    private NumberEvidence evidence;
    private UnitEvidence units;

    /// <summary>What the numbers of the rows that count say about their style.</summary>
    public NumberEvidence Evidence { get; private set; }

    /// <summary>The currencies that stand beside their amounts and prices.</summary>
    public UnitEvidence Units { get; private set; }

    /// <summary>Lets the row read last have its say; one without a customer or a date, such as that of the totals, has none.</summary>
    public void KeepEvidence() => (Evidence, Units) = (Evidence | evidence, Units | units);

    /// <summary>The money of a row, whose order id may mark it as a refund.</summary>
    public LineMoney Of<TRow>(scoped ref TRow row, ReadOnlySpan<byte> order)
        where TRow : struct, IRowCells, allows ref struct
    {
        (evidence, units) = (NumberEvidence.None, default);
        bool marked = markers.Mark(row.Text(ColumnRole.Kind), order);
        if (constantAmount is { } constant)
            return OfAmount(constant, ref row, marked);
        if (!hasAmount)
            return hasAccounts ? OfAccounts(ref row, marked) : OfPrice(ref row, marked);
        return ReadMoney(row.Number(ColumnRole.Amount), out ExactNumber amount) switch
        {
            NumberStatus.Valid => OfAmount(amount, ref row, marked),
            NumberStatus.TooLarge => LineMoney.Refused(RejectCode.AmountOverflow, ColumnRole.Amount),
            _ => LineMoney.Refused(RejectCode.BadAmount, ColumnRole.Amount),
        };
    }

    /// <summary>What was given back of a row that was bought: by columns of their own or, where these say nothing, by its status.</summary>
    public GivenBack GivenBack<TRow>(scoped ref TRow row, in LineMoney worth, RowOutcome outcome, bool isContinued)
        where TRow : struct, IRowCells, allows ref struct
    {
        if (worth.Kind != TransactionKind.Purchase || worth.Amount <= 0)
            return default;
        long back = 0;
        if (hasRefunded && !TryReadAside(row.Number(ColumnRole.RefundedAmount), ref back))
            return Rows.GivenBack.Unreadable(ColumnRole.RefundedAmount);
        long left = 0;
        if (hasAdjusted && !TryReadAside(row.Number(ColumnRole.AdjustedAmount), ref left))
            return Rows.GivenBack.Unreadable(ColumnRole.AdjustedAmount);
        if (left > 0)
            back = Math.Max(back, worth.Amount - left);
        // Where rows have money of their own and the refund is of their order, it may be more than the row with which it stands.
        bool isOfOrder = mapping.Grain.CarriesDown && !hasAmount;
        if (outcome == RowOutcome.Refunded && (back == 0 || isOfOrder))
            back = worth.Amount;
        bool isUntold = back == 0 && outcome == RowOutcome.PartlyRefunded && !isContinued;
        if (isOfOrder)
            return new GivenBack(back, outcome == RowOutcome.Refunded, false, isUntold, null);
        return new GivenBack(Math.Min(back, worth.Amount), back >= worth.Amount, back > worth.Amount, isUntold, null);
    }

    /// <summary>Reads money beside that of the row, whatever its sign; missing money is none.</summary>
    private bool TryReadAside(in NumberCell cell, ref long money)
    {
        if (cell.Status is null && MissingValue.Is(cell.Text))
            return true;
        if (ReadMoney(cell, out ExactNumber number) != NumberStatus.Valid || !number.TryToMoney(out money, out _))
            return false;
        KeepEvidence();
        money = Math.Abs(money);
        return true;
    }

    private static ExactNumber? Constant(string? text)
    {
        NumberEvidence ignored = NumberEvidence.None;
        return text is not null && NumberParser.TryParse(System.Text.Encoding.UTF8.GetBytes(text), DecimalStyle.Point, out ExactNumber number, ref ignored) == NumberStatus.Valid
            ? number
            : null;
    }

    private LineMoney OfAmount<TRow>(in ExactNumber amount, scoped ref TRow row, bool marked)
        where TRow : struct, IRowCells, allows ref struct
    {
        if (!amount.TryToMoney(out long money, out bool rounded))
            return LineMoney.Refused(RejectCode.AmountOverflow, ColumnRole.Amount);
        if (refusesZero && amount.Sign == 0)
            return LineMoney.Refused(RejectCode.ZeroPrice, ColumnRole.Amount);
        bool returned = hasQuantity && IsNegative(row.Number(ColumnRole.Quantity));
        return marked || returned || amount.Sign < 0
            ? new LineMoney(-Math.Abs(money), TransactionKind.Refund, rounded, null, default)
            : new LineMoney(money, TransactionKind.Purchase, rounded, null, default);
    }

    /// <summary>Whether a quantity beside an amount is negative, in whichever style; one that begins and ends with a digit need not be read for that.</summary>
    private static bool IsNegative(in NumberCell cell)
    {
        if (cell.Status is not null)
            return cell.Number.Sign < 0;
        // Its number is not used, so it has no voice in how numbers are written.
        NumberEvidence ignored = NumberEvidence.None;
        return !IsPlain(cell.Text)
            && (NumberParser.TryParse(cell.Text, DecimalStyle.Point, out ExactNumber quantity, ref ignored) == NumberStatus.Valid
                || NumberParser.TryParse(cell.Text, DecimalStyle.Comma, out quantity, ref ignored) == NumberStatus.Valid)
            && quantity.Sign < 0;
    }

    /// <summary>What a customer is charged with less what is credited; one of them may be missing, and not both.</summary>
    private LineMoney OfAccounts<TRow>(scoped ref TRow row, bool marked)
        where TRow : struct, IRowCells, allows ref struct
    {
        NumberStatus ofDebit = ReadAccount(row.Number(ColumnRole.Debit), out ExactNumber debit, out bool isCharged);
        NumberStatus ofCredit = ReadAccount(row.Number(ColumnRole.Credit), out ExactNumber credit, out bool isCredited);
        if (ofDebit != NumberStatus.Valid || ofCredit != NumberStatus.Valid || !(isCharged || isCredited))
        {
            bool isTooLarge = ofDebit == NumberStatus.TooLarge || ofCredit == NumberStatus.TooLarge;
            return LineMoney.Refused(isTooLarge ? RejectCode.AmountOverflow : RejectCode.BadAmount, ofDebit != NumberStatus.Valid || !isCredited ? ColumnRole.Debit : ColumnRole.Credit);
        }
        if (!debit.TryToMoney(out long charged, out bool rounded) || !credit.TryToMoney(out long credited, out bool roundedToo) || Math.Abs(charged - credited) > Money.MaxRowTenThousandths)
            return LineMoney.Refused(RejectCode.AmountOverflow, ColumnRole.Debit);
        return OfAmount(new ExactNumber(charged - credited, MoneyDecimals), ref row, marked) with { Rounded = rounded || roundedToo };
    }

    private NumberStatus ReadAccount(in NumberCell cell, out ExactNumber number, out bool isThere)
    {
        number = default;
        isThere = cell.Status is not null || !MissingValue.Is(cell.Text);
        return isThere ? ReadMoney(cell, out number) : NumberStatus.Valid;
    }

    private LineMoney OfPrice<TRow>(scoped ref TRow row, bool marked)
        where TRow : struct, IRowCells, allows ref struct
    {
        NumberStatus priceStatus = ReadMoney(row.Number(ColumnRole.Price), out ExactNumber price);
        var quantity = new ExactNumber(1, 0);
        NumberStatus quantityStatus = hasQuantity ? Read(row.Number(ColumnRole.Quantity), out quantity) : NumberStatus.Valid;
        if (priceStatus != NumberStatus.Valid)
            return LineMoney.Refused(priceStatus == NumberStatus.TooLarge ? RejectCode.AmountOverflow : RejectCode.BadPrice, ColumnRole.Price);
        if (quantityStatus != NumberStatus.Valid)
            return LineMoney.Refused(quantityStatus == NumberStatus.TooLarge ? RejectCode.AmountOverflow : RejectCode.BadQuantity, ColumnRole.Quantity);
        if (!ExactNumber.TryMultiply(price, quantity, out long money, out bool rounded))
            return LineMoney.Refused(RejectCode.AmountOverflow, ColumnRole.Price);
        if (refusesZero && (price.Sign == 0 || quantity.Sign == 0))
            return LineMoney.Refused(RejectCode.ZeroPrice, price.Sign == 0 ? ColumnRole.Price : ColumnRole.Quantity);
        if (marked || quantity.Sign < 0 || price.Sign < 0)
            return new LineMoney(-Math.Abs(money), TransactionKind.Refund, rounded, null, default);
        return new LineMoney(money, price.Sign == 0 || quantity.Sign == 0 ? TransactionKind.Free : TransactionKind.Purchase, rounded, null, default);
    }

    private static bool IsPlain(ReadOnlySpan<byte> text) => !text.IsEmpty && (uint)(text[0] - '0') <= 9 && (uint)(text[^1] - '0') <= 9;

    private NumberStatus ReadMoney(in NumberCell cell, out ExactNumber number)
    {
        NumberStatus status = Read(cell, out number);
        if (status == NumberStatus.Valid && !IsPlain(cell.Text))
            NoteUnit(NumberDecoration.UnitOf(cell.Text));
        return status;
    }

    private void NoteUnit(ReadOnlySpan<byte> unit)
    {
        Span<byte> code = stackalloc byte[3];
        units |= UnitEvidence.Of(CurrencyCodes.TryGuess(unit, code) ? code : unit);
    }

    private NumberStatus Read(in NumberCell cell, out ExactNumber number)
    {
        number = cell.Number;
        return cell.Status ?? (cell.Text.IsEmpty ? NumberStatus.Invalid : NumberParser.TryParse(cell.Text, style, out number, ref evidence));
    }
}
