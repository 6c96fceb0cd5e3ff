using ServerlessSeg.Core.Ingestion.Values;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>What a row is worth and what kind of row that makes it, or why neither can be told.</summary>
internal readonly record struct LineMoney(long Amount, TransactionKind Kind, bool Rounded, RejectCode? Problem, ColumnRole ProblemRole)
{
    public static LineMoney Refused(RejectCode problem, ColumnRole role) => new(0, TransactionKind.Purchase, false, problem, role);
}

/// <summary>
/// Works out the money of a row. An amount column wins over unit price times quantity. Any of a negative amount, price or
/// quantity, or a refund marker, makes the row a refund, whose amount is never positive. A row priced at zero, or of no pieces, is
/// free; an amount column that says zero is a purchase of zero.
/// </summary>
internal sealed class MoneyRule(SchemaMapping mapping)
{
    private readonly RefundMarkers markers = new(mapping.Given, mapping.ConstantOf(ColumnRole.Kind));
    private readonly bool hasAmount = mapping.ColumnOf(ColumnRole.Amount) >= 0;
    private readonly bool hasQuantity = mapping.ColumnOf(ColumnRole.Quantity) >= 0;
    private readonly ExactNumber? constantAmount = Constant(mapping.ConstantOf(ColumnRole.Amount));
    private readonly DecimalStyle style = mapping.Conventions.DecimalStyle;
    private NumberEvidence evidence;

    /// <summary>What the numbers so far say about their style.</summary>
    public NumberEvidence Evidence => evidence;

    public LineMoney Of(in RowCells cells)
    {
        bool marked = markers.Mark(cells.Kind, cells.Order);
        if (constantAmount is { } constant)
            return OfAmount(constant, cells.Quantity, marked);
        if (!hasAmount)
            return OfPrice(cells, marked);
        return Read(cells.Amount, out ExactNumber amount) switch
        {
            NumberStatus.Valid => OfAmount(amount, cells.Quantity, marked),
            NumberStatus.TooLarge => LineMoney.Refused(RejectCode.AmountOverflow, ColumnRole.Amount),
            _ => LineMoney.Refused(RejectCode.BadAmount, ColumnRole.Amount),
        };
    }

    private static ExactNumber? Constant(string? text)
    {
        NumberEvidence ignored = NumberEvidence.None;
        return text is not null && NumberParser.TryParse(System.Text.Encoding.UTF8.GetBytes(text), DecimalStyle.Point, out ExactNumber number, ref ignored) == NumberStatus.Valid
            ? number
            : null;
    }

    private LineMoney OfAmount(in ExactNumber amount, in NumberCell quantityCell, bool marked)
    {
        if (!amount.TryToMoney(out long money, out bool rounded))
            return LineMoney.Refused(RejectCode.AmountOverflow, ColumnRole.Amount);
        bool returned = hasQuantity && Read(quantityCell, out ExactNumber quantity) == NumberStatus.Valid && quantity.Sign < 0;
        return marked || returned || amount.Sign < 0
            ? new LineMoney(-Math.Abs(money), TransactionKind.Refund, rounded, null, default)
            : new LineMoney(money, TransactionKind.Purchase, rounded, null, default);
    }

    private LineMoney OfPrice(in RowCells cells, bool marked)
    {
        NumberStatus priceStatus = Read(cells.Price, out ExactNumber price);
        var quantity = new ExactNumber(1, 0);
        NumberStatus quantityStatus = hasQuantity ? Read(cells.Quantity, out quantity) : NumberStatus.Valid;
        if (priceStatus != NumberStatus.Valid)
            return LineMoney.Refused(priceStatus == NumberStatus.TooLarge ? RejectCode.AmountOverflow : RejectCode.BadPrice, ColumnRole.Price);
        if (quantityStatus != NumberStatus.Valid)
            return LineMoney.Refused(quantityStatus == NumberStatus.TooLarge ? RejectCode.AmountOverflow : RejectCode.BadQuantity, ColumnRole.Quantity);
        if (!ExactNumber.TryMultiply(price, quantity, out long money, out bool rounded))
            return LineMoney.Refused(RejectCode.AmountOverflow, ColumnRole.Price);
        if (marked || quantity.Sign < 0 || price.Sign < 0)
            return new LineMoney(-Math.Abs(money), TransactionKind.Refund, rounded, null, default);
        return new LineMoney(money, price.Sign == 0 || quantity.Sign == 0 ? TransactionKind.Free : TransactionKind.Purchase, rounded, null, default);
    }

    private NumberStatus Read(in NumberCell cell, out ExactNumber number)
    {
        number = cell.Number;
        return cell.Status ?? (cell.Text.IsEmpty ? NumberStatus.Invalid : NumberParser.TryParse(cell.Text, style, out number, ref evidence));
    }
}
