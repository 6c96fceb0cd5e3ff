using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Rfm;

/// <summary>
/// Converts lines into one currency, each by itself: amount × rate in decimal arithmetic, rounded half to even to four decimals.
/// Remembers what it found no rate for. Not thread-safe: each worker has its own.
/// </summary>
/// <param name="rates">Units of the target currency for one unit of each other.</param>
/// <param name="target">ISO 4217 code of the currency to convert into.</param>
public sealed class CurrencyConversion(RateBook rates, string target)
{
    private readonly Dictionary<string, int> _missing = new(StringComparer.Ordinal);
    private (string Source, string Currency, int Day, decimal Rate) _last = ("", "", int.MinValue, 0);

    /// <summary>Gaps among the rates: currency → first day that has no rate, none on an earlier day either; an empty name stands for lines that name no currency.</summary>
    public IReadOnlyDictionary<string, int> Missing => _missing;

    /// <summary>The line in the target currency; false where there is no rate.</summary>
    /// <param name="line">The line as it was sold.</param>
    /// <param name="source">The source of the line.</param>
    /// <param name="day">Day of the purchase, whose rate counts.</param>
    /// <param name="converted">The line with its amount and currency replaced.</param>
    /// <exception cref="OverflowException">The converted amount is beyond 64 bits.</exception>
    public bool TryConvert(in HistoryLine line, string source, int day, out HistoryLine converted)
    {
        converted = line;
        if (line.Currency == target)
            return true;
        string currency = line.Currency ?? "";
        if (_last.Currency != currency || _last.Day != day || _last.Source != source)
        {
            if (!rates.TryFind(source, currency, CalendarDays.ToDate(day), out decimal rate))
            {
                if (rates.IsGap(source))
                    _missing[currency] = _missing.TryGetValue(currency, out int known) ? Math.Min(known, day) : day;
                return false;
            }
            _last = (source, currency, day, rate);
        }
        converted = line with { Amount = (long)decimal.Round(line.Amount * _last.Rate, 0, MidpointRounding.ToEven), Currency = target };
        return true;
    }
}
