using System.Text;
using ServerlessSeg.Core.Ingestion.Csv;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Rates;

/// <summary>Reads the lines of a rate table.</summary>
internal sealed class RateTableParser
{
    private const int MaxColumns = 64;
    internal const int ErrorsShown = 20;
    private readonly List<string> errors = [];
    private readonly SortedDictionary<(string Currency, DateOnly Date), decimal> rates = [];
    private readonly InstantParser instants = new(DayMonthOrder.DayFirst, TimeZoneInfo.Utc);

    public RateTable Parse(byte[] text, CsvDialect dialect)
    {
        var records = new CsvRecords(text, 1, dialect, 1 << 16, new int[MaxColumns], new int[MaxColumns]);
        if (!records.MoveNext())
            throw new FormatException("rates.csv is empty.");
        string[] header = [.. Cells(records).Select(ColumnAliases.Normalise)];
        int date = Array.IndexOf(header, "date");
        int currency = Array.FindIndex(header, name => name is "currency" or "currencycode");
        int rate = Array.IndexOf(header, "rate");
        if (date < 0 || currency < 0 || rate < 0)
            throw new FormatException($"rates.csv needs the columns date, currency and rate; it has {string.Join(", ", header)}.");
        while (records.MoveNext())
        {
            if (records.FieldCount == header.Length)
                Add(records.Line, records.Field(date), records.Field(currency), records.Field(rate));
            else
                errors.Add($"line {records.Line} has {records.FieldCount} fields instead of {header.Length}");
        }
        if (instants.Evidence != DateEvidence.None)
            errors.Add("dates must be written as 2026-04-03");
        if (errors.Count > 0)
            throw new FormatException("rates.csv: " + string.Join("; ", errors.Take(ErrorsShown)) + (errors.Count > ErrorsShown ? $"; and {errors.Count - ErrorsShown} more." : "."));
        return RateTable.Of(rates);
    }

    private static List<string> Cells(in CsvRecords records)
    {
        var cells = new List<string>();
        for (int i = 0; i < Math.Min(records.FieldCount, MaxColumns); i++)
            cells.Add(Encoding.UTF8.GetString(records.Field(i)));
        return cells;
    }

    private void Add(long line, ReadOnlySpan<byte> dateText, ReadOnlySpan<byte> currencyText, ReadOnlySpan<byte> rateText)
    {
        Span<byte> code = stackalloc byte[3];
        var evidence = NumberEvidence.None;
        if (!instants.TryParse(dateText, out long micros))
            errors.Add($"line {line}: '{Encoding.UTF8.GetString(dateText)}' is no date");
        else if (!CurrencyCodes.TryNormalise(currencyText.Trim((byte)' '), code))
            errors.Add($"line {line}: '{Encoding.UTF8.GetString(currencyText)}' is no ISO 4217 code");
        else if (NumberParser.TryParse(rateText, DecimalStyle.Point, out ExactNumber number, ref evidence) != NumberStatus.Valid || number.Sign <= 0 || !number.TryToDecimal(out decimal rate))
            errors.Add($"line {line}: '{Encoding.UTF8.GetString(rateText)}' is no rate above 0");
        else
            Keep(line, Encoding.ASCII.GetString(code), DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)), rate);
    }

    private void Keep(long line, string currency, DateOnly date, decimal rate)
    {
        if (!rates.TryAdd((currency, date), rate) && rates[(currency, date)] != rate)
            errors.Add($"line {line}: a second, different rate of {currency} on {date.ToString("O", System.Globalization.CultureInfo.InvariantCulture)}");
    }
}
