using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>How the values of a file are written, where the file as a whole has to tell. Assumed from a sample, then verified by every row.</summary>
/// <param name="DecimalStyle">Decimal point or comma.</param>
/// <param name="DayMonthOrder">Order of day and month.</param>
/// <param name="TrimsCustomerIds">Every customer id ends in ".0", which is cut off.</param>
/// <param name="TrimsOrderIds">Every order id ends in ".0", which is cut off.</param>
public readonly record struct ValueConventions(DecimalStyle DecimalStyle, DayMonthOrder DayMonthOrder, bool TrimsCustomerIds, bool TrimsOrderIds);
