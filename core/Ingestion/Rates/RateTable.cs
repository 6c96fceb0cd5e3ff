using System.Globalization;
using System.IO.Hashing;
using System.Text;
using ServerlessSeg.Core.Ingestion.Csv;
using ServerlessSeg.Core.Ingestion.Rates;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>
/// Exchange rates by currency and date: units of the reporting currency for one unit of the currency named. Immutable and
/// thread-safe.
/// </summary>
public sealed class RateTable
{
    private readonly Dictionary<string, List<KeyValuePair<DateOnly, decimal>>> rates;

    internal RateTable(Dictionary<string, List<KeyValuePair<DateOnly, decimal>>> rates) => this.rates = rates;

    /// <summary>A table without rates.</summary>
    internal static RateTable Empty { get; } = new([]);

    /// <summary>Currencies with at least one rate, in order.</summary>
    public IReadOnlyList<string> Currencies => [.. rates.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads a <c>rates.csv</c>: a header and the columns date, currency and rate, in any order, among others.</summary>
    /// <param name="utf8">The file.</param>
    /// <exception cref="FormatException">A column is missing, or lines cannot be read or contradict each other; the message lists them.</exception>
    public static RateTable Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        var parser = new RateTableParser();
        CsvDialect dialect = DialectDetection.Detect(utf8, 1 << 16);
        return parser.Parse(utf8.ToArray(), dialect);
    }

    /// <summary>One table of all the rates of several.</summary>
    /// <exception cref="FormatException">Two tables give different rates of one currency on one date; the message lists them.</exception>
    public static RateTable Combine(IEnumerable<RateTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var all = new SortedDictionary<(string Currency, DateOnly Date), decimal>();
        List<string> errors = [];
        foreach (RateTable table in tables)
        {
            foreach ((string currency, DateOnly date, decimal rate) in table.Entries())
            {
                if (!all.TryAdd((currency, date), rate) && all[(currency, date)] != rate)
                    errors.Add(string.Create(CultureInfo.InvariantCulture, $"{currency} on {date:yyyy-MM-dd} has the rates {all[(currency, date)]} and {rate}"));
            }
        }
        return errors.Count > 0
            ? throw new FormatException("rates.csv files contradict each other: " + string.Join("; ", errors.Take(RateTableParser.ErrorsShown)) + ".")
            : Of(all);
    }

    /// <summary>The table as a <c>rates.csv</c>, by currency and date: the same bytes for the same rates, whatever they were read from.</summary>
    public byte[] ToCsv()
    {
        var text = new StringBuilder("date,currency,rate\n");
        foreach ((string currency, DateOnly date, decimal rate) in Entries())
            text.Append(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd},{currency},{rate:0.############################}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>XXH3-128 of <see cref="ToCsv"/> in hexadecimal digits.</summary>
    public string Hash() => Convert.ToHexStringLower(XxHash128.Hash(ToCsv()));

    internal static RateTable Of(SortedDictionary<(string Currency, DateOnly Date), decimal> all) => new(all
        .GroupBy(static entry => entry.Key.Currency)
        .ToDictionary(static group => group.Key, static group => group.Select(static entry => KeyValuePair.Create(entry.Key.Date, entry.Value)).ToList(), StringComparer.Ordinal));

    private IEnumerable<(string Currency, DateOnly Date, decimal Rate)> Entries() =>
        from currency in Currencies from day in rates[currency] select (currency, day.Key, day.Value);

    /// <summary>The rate of a date: that of the day itself, or else of the last day before it that has one, since markets close.</summary>
    /// <param name="currency">ISO 4217 code in capitals.</param>
    /// <param name="date">Date of the purchase.</param>
    /// <param name="rate">The rate, above 0.</param>
    /// <param name="rateDate">The day it is of.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(string currency, DateOnly date, out decimal rate, out DateOnly rateDate)
    {
        (rate, rateDate) = (0, default);
        if (!rates.TryGetValue(currency, out List<KeyValuePair<DateOnly, decimal>>? days))
            return false;
        int low = 0;
        int high = days.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (days[middle].Key <= date)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == 0)
            return false;
        (rateDate, rate) = days[low - 1];
        return true;
    }
}
