using System.Globalization;
using System.Text;
using System.Text.Json;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Rows;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Judges by the sample who a customer is, and within what an order id names one order.</summary>
/// <param name="header">Names of the columns.</param>
/// <param name="rows">The sample.</param>
/// <param name="mapped">The columns that are read.</param>
/// <param name="given">What <c>mapping.json</c> says, or null.</param>
internal sealed class IdentityResolver(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<MappedColumn> mapped, MappingOverride? given)
{
    private const double LeastShareOfGuests = 0.05, LeastShareOfOne = 0.2;
    private const int FewCustomers = 3, ManyCustomers = 20, TimesTheNext = 10, LeastReturning = 2, FewDays = 2, LeastDays = 10, LeastRuns = 5;
    private const string EmailNames = "customer_email email buyer_email e_mail email_address billing_email contact_email customer_e_mail user_email kunden_email 邮箱 电子邮箱";

    private readonly List<string> notes = [];
    private readonly List<string> problems = [];
    private readonly List<MappedColumn> more = [];

    /// <summary>What was decided, one sentence each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Further columns to be read.</summary>
    public IReadOnlyList<MappedColumn> Mapped => more;

    /// <summary>What has to be asked, or null; and what would answer it.</summary>
    public (string Question, Func<MappingOverride, MappingOverride> Answer)? Question { get; private set; }

    /// <summary>Judges.</summary>
    /// <param name="place">The place of a column as a mapping names it, or −1.</param>
    /// <param name="find">The same by its name.</param>
    /// <param name="isTaken">Whether a column is read for something else.</param>
    /// <param name="carries">Whether cells of an order stand in its first row only.</param>
    public Identity Resolve(Func<JsonElement, int> place, Func<string, int> find, Func<int, bool> isTaken, bool carries)
    {
        int customer = Of(ColumnRole.Customer);
        if (customer < 0)
            return new Identity();
        IReadOnlyList<int> fallbacks = Fallbacks(place, isTaken);
        more.AddRange(fallbacks.Select(column => new MappedColumn(column + 1, header[column], ColumnRole.CustomerFallback)));
        Guests guests = FindGuests(customer, fallbacks);
        if (given?.CustomerIdWidth is null && given?.GroupRows != true)
            AskForWidth(customer);
        return new Identity
        {
            Fallbacks = fallbacks,
            Guests = guests,
            FoldsCase = IsEmail(customer),
            Width = given?.CustomerIdWidth ?? 0,
            Scope = carries && given?.OrderScope is null ? null : FindScope(find),
            RefusesRoundedIds = given?.RoundedIds == OverrideRules.Refuses,
        };
    }

    private int Of(ColumnRole role) => mapped.FirstOrDefault(column => column.Role == role)?.Position - 1 ?? -1;

    private static bool IsThere(string cell) => !MissingValue.Is(Encoding.UTF8.GetBytes(cell));

    private bool IsEmail(int column)
    {
        int there = 0, emails = 0;
        foreach (IReadOnlyList<string> row in rows)
        {
            there += IsThere(row[column]) ? 1 : 0;
            emails += IdText.IsEmail(Encoding.UTF8.GetBytes(row[column].Trim())) ? 1 : 0;
        }
        return emails > 0 && emails * 2 >= there;
    }

    private int[] Fallbacks(Func<JsonElement, int> place, Func<int, bool> isTaken)
    {
        if (given?.CustomerColumns is { } names)
        {
            if (names.Count < 2)
                return [];
            foreach (JsonElement missing in names.Skip(1).Where(name => place(name) < 0))
                problems.Add($"mapping.json gives column '{missing}' for the customer, which the file does not have");
            return [.. names.Skip(1).Select(place).Where(static column => column >= 0)];
        }
        if (IsEmail(Of(ColumnRole.Customer)))
            return [];
        string[] emails = [.. EmailNames.Split(' ').Select(ColumnAliases.Normalise)];
        int at = Enumerable.Range(0, header.Count).FirstOrDefault(column => !isTaken(column) && emails.Contains(ColumnAliases.Normalise(header[column])) && IsEmail(column), -1);
        return at < 0 ? [] : [at];
    }

    private Guests FindGuests(int customer, IReadOnlyList<int> fallbacks)
    {
        if (given?.NotCustomers is { } listed)
            return Guests.Of(listed);
        Guests usual = Guests.With([]);
        KeyValuePair<string, int>[] counts = CountsOf(customer, usual);
        int all = counts.Sum(static id => id.Value);
        foreach ((string id, int count) in counts.Where(static id => ResemblesNone(id.Key)))
        {
            int most = counts[0].Key != id ? counts[0].Value : counts.Length > 1 ? counts[1].Value : 0;
            bool standsOut = counts.Length > FewCustomers && count >= LeastShareOfGuests * all && count >= 2 * most;
            int people = fallbacks.Count == 0 ? 0 : rows.Where(row => row[customer].Trim() == id && IsThere(row[fallbacks[0]])).Select(row => row[fallbacks[0]].Trim()).Distinct(StringComparer.OrdinalIgnoreCase).Count();
            if (!standsOut && people < 2)
                continue;
            string evidence = people > 1 ? $"{people} people by '{header[fallbacks[0]]}'" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} of the first {all:N0} rows, the next customer in {most:N0}");
            notes.Add($"customer '{id}' is no person ({evidence}), so its rows have no customer{(fallbacks.Count > 0 ? " but where another column names one" : "")}; say \"notCustomers\": [] in mapping.json if it is one");
            return Guests.With([id]);
        }
        AskForOne(customer, counts, all);
        return usual;
    }

    /// <summary>The rows of each customer of the sample, the most first.</summary>
    private KeyValuePair<string, int>[] CountsOf(int customer, Guests usual)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (IReadOnlyList<string> row in rows)
        {
            string id = row[customer].Trim();
            if (IsThere(id) && !usual.Contains(id))
                counts[id] = counts.GetValueOrDefault(id) + 1;
        }
        KeyValuePair<string, int>[] sorted = [.. counts];
        Array.Sort(sorted, static (left, right) => left.Value != right.Value ? right.Value.CompareTo(left.Value) : string.CompareOrdinal(left.Key, right.Key));
        return sorted;
    }

    /// <summary>Whether an id is written like none: a zero, or one digit again and again.</summary>
    private static bool ResemblesNone(string id)
    {
        string digits = id.EndsWith(".0", StringComparison.Ordinal) ? id[..^2] : id;
        return digits.Length > 0 && digits.All(digit => digit == digits[0]) && (digits[0] == '0' || (char.IsAsciiDigit(digits[0]) && digits.Length >= 4));
    }

    private void AskForOne(int customer, KeyValuePair<string, int>[] counts, int all)
    {
        int date = Of(ColumnRole.Date);
        if (counts.Length <= ManyCustomers || counts[0].Value < LeastShareOfOne * all || counts[0].Value < TimesTheNext * counts[1].Value || date < 0)
            return;
        string id = counts[0].Key;
        int days = rows.Select(row => DayOf(row[date])).Distinct().Count(), itsDays = rows.Where(row => row[customer].Trim() == id).Select(row => DayOf(row[date])).Distinct().Count();
        int runs = rows.Where((row, i) => row[customer].Trim() == id && (i == 0 || rows[i - 1][customer].Trim() != id)).Count();
        if (itsDays * 2 < days || days < LeastDays || runs < LeastRuns)
            return;
        Question = (string.Create(CultureInfo.InvariantCulture, $"one_customer: customer '{id}' has {counts[0].Value:N0} of the first {all:N0} rows, on {itsDays:N0} of {days:N0} days, and the next of {counts.Length:N0} customers has {counts[1].Value:N0}; ")
            + $"if it stands for those whom nobody knows, say \"notCustomers\": [{JsonText.Of(id)}] in mapping.json, and if it is one customer, \"notCustomers\": []", mapping => mapping with { NotCustomers = [id] });
    }

    // The day as it is written: what stands before the time.
    private static string DayOf(string date)
    {
        string text = date.Trim();
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        int end = colon < 0 ? text.Length : Math.Max(text.LastIndexOf(' ', colon), text.LastIndexOf('T', colon));
        return end <= 0 ? text : text[..end];
    }

    private void AskForWidth(int customer)
    {
        HashSet<string> ids = [.. rows.Select(row => row[customer].Trim()).Select(static id => id.StartsWith('\'') ? id[1..] : id).Where(static id => id.Length > 0 && id.All(char.IsAsciiDigit) && id.Any(static digit => digit != '0'))];
        int[] widths = [.. ids.Where(static id => id[0] == '0').Select(static id => id.Length).Distinct()];
        string[] shorter = widths.Length == 1 ? [.. ids.Where(id => id.Length < widths[0]).Order(StringComparer.Ordinal)] : [];
        if (shorter.Length == 0 || ids.Any(id => id.Length > widths[0]))
            return;
        string padded = ids.FirstOrDefault(id => id[0] == '0' && shorter.Contains(id.TrimStart('0'))) ?? ids.First(static id => id[0] == '0');
        Question ??= ($"lost_zeros: {shorter.Length} customer ids such as '{shorter[0]}' are shorter than others such as '{padded}', as if a spreadsheet had dropped their leading zeros; "
            + $"say \"customerIdWidth\": {widths[0]} in mapping.json to fill them up, or \"customerIdWidth\": 0 to take them as they are", mapping => mapping with { CustomerIdWidth = widths[0] });
    }

    private OrderScope? FindScope(Func<string, int> find)
    {
        if (given?.OrderScope is { } scope)
        {
            string[] names = [.. scope.Where(static name => name is not (OrderScope.Day or OrderScope.Customer))];
            foreach (string missing in names.Where(name => find(name) < 0))
                problems.Add($"mapping.json names the column '{missing}' in orderScope, which the file does not have");
            int[] columns = [.. names.Select(find).Where(static column => column >= 0)];
            more.AddRange(columns.Select(column => new MappedColumn(column + 1, header[column], ColumnRole.OrderScope)));
            return scope.Count == 0 ? null : new OrderScope(scope.Contains(OrderScope.Day), scope.Contains(OrderScope.Customer), columns);
        }
        int order = Of(ColumnRole.Order), customer = Of(ColumnRole.Customer), date = Of(ColumnRole.Date);
        if (order < 0 || date < 0)
            return null;
        IReadOnlyList<string>[] ordered = [.. rows.Where(row => IsThere(row[order]) && IsThere(row[date]) && !IsRefund(row))];
        int several = 0, returning = 0;
        foreach (IGrouping<string, IReadOnlyList<string>> lines in ordered.GroupBy(row => row[order].Trim()))
        {
            if (!lines.Skip(1).Any())
                continue;
            several++;
            bool isOfDays = lines.Select(row => DayOf(row[date])).Distinct().Skip(1).Any(), isOfCustomers = lines.Select(row => row[customer].Trim()).Distinct().Skip(1).Any();
            returning += isOfDays && (isOfCustomers || ResemblesReceipt(lines.Key)) ? 1 : 0;
        }
        int days = ordered.Select(row => DayOf(row[date])).Distinct().Count();
        bool isReceipt = ColumnAliases.NamesReceipt(header[order]) && ordered.Length > 0 && ordered.All(row => ResemblesReceipt(row[order].Trim()));
        // Of many days none would pass without a number that comes back.
        if (!(returning >= LeastReturning && returning * 2 >= several) && !(isReceipt && (returning > 0 || days <= FewDays)))
            return null;
        string why = returning > 0
            ? $"{returning} of {several} order ids with several of the first {ordered.Length} rows come back on other days"
            : "they are named and written like the numbers of receipts, which start anew";
        notes.Add($"'{header[order]}' names an order within a day only ({why}); say \"orderScope\": [] in mapping.json if an order id is never used again, or name what it holds within, as in \"orderScope\": [\"day\", \"Register\"]");
        return new OrderScope(OfDay: true, OfCustomer: false, []);
    }

    // Refunds come back on other days by their nature.
    private bool IsRefund(IReadOnlyList<string> row)
    {
        foreach (ColumnRole role in (ReadOnlySpan<ColumnRole>)[ColumnRole.Amount, ColumnRole.Price, ColumnRole.Quantity])
        {
            if (Of(role) is >= 0 and int column && row[column].AsSpan().ContainsAny('-', '(', '\u2212'))
                return true;
        }
        return Of(ColumnRole.Kind) is >= 0 and int kind && new RefundMarkers(given, header[kind]).IsRefund(Encoding.UTF8.GetBytes(row[kind]));
    }

    /// <summary>Whether an order id is a short number.</summary>
    private static bool ResemblesReceipt(string id) => id.Length <= 5 && id.All(char.IsAsciiDigit);
}
