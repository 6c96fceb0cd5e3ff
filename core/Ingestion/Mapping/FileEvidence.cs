using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>What the rows read so far say about the conventions of their file. It only ever grows, whatever the order of the rows.</summary>
/// <param name="Numbers">Decimal style.</param>
/// <param name="Dates">Order of day and month.</param>
/// <param name="Customers">Float artefacts in customer ids.</param>
/// <param name="Orders">Float artefacts in order ids.</param>
/// <param name="Units">Currencies that stand beside amounts.</param>
public readonly record struct FileEvidence(NumberEvidence Numbers, DateEvidence Dates, IdEvidence Customers, IdEvidence Orders, UnitEvidence Units = default)
{
    /// <summary>All that either says.</summary>
    public static FileEvidence operator |(FileEvidence left, FileEvidence right) =>
        new(left.Numbers | right.Numbers, left.Dates | right.Dates, left.Customers | right.Customers, left.Orders | right.Orders, left.Units | right.Units);

    /// <summary>Whether dates of both orders stand in the file, so that no single order can be right.</summary>
    public bool HasBothDateOrders => (Dates & (DateEvidence.DayFirst | DateEvidence.MonthFirst)) == (DateEvidence.DayFirst | DateEvidence.MonthFirst);

    /// <summary>Whether dates depend on an order that no date reveals.</summary>
    public bool LeavesDateOrderOpen => Dates == DateEvidence.Ambiguous;

    /// <summary>Whether numbers depend on a style that none of them reveals.</summary>
    public bool LeavesDecimalStyleOpen => Numbers != NumberEvidence.None && (Numbers & (NumberEvidence.Point | NumberEvidence.Comma)) == 0;

    /// <summary>Whether numbers of both styles stand in the file.</summary>
    public bool HasBothDecimalStyles => (Numbers & (NumberEvidence.Point | NumberEvidence.Comma)) == (NumberEvidence.Point | NumberEvidence.Comma);

    /// <summary>The conventions that follow, where the mapping does not fix them.</summary>
    public ValueConventions Conclude(MappingOverride? given) => new(
        given?.DecimalStyle ?? ((Numbers & (NumberEvidence.Point | NumberEvidence.Comma)) == NumberEvidence.Comma ? DecimalStyle.Comma : DecimalStyle.Point),
        given?.DayMonthOrder ?? ((Dates & DateEvidence.MonthFirst) != 0 ? DayMonthOrder.MonthFirst : DayMonthOrder.DayFirst),
        Customers == IdEvidence.FloatArtefact,
        Orders == IdEvidence.FloatArtefact);
}

/// <summary>Whether ids look like whole numbers that were written as floats.</summary>
[Flags]
public enum IdEvidence : byte
{
    /// <summary>No id yet.</summary>
    None = 0,

    /// <summary>An id of digits and ".0".</summary>
    FloatArtefact = 1,

    /// <summary>Any other id.</summary>
    Other = 2,

    /// <summary>An id that a spreadsheet has rounded.</summary>
    Rounded = 4,
}
