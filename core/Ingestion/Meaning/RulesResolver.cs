using ServerlessSeg.Core.Ingestion.Mapping;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Finds the columns by which rows are judged: those of the mapping or, where it names none, those that are named like a status and hold its words.</summary>
internal sealed class RulesResolver(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, MappingOverride? given)
{
    private const int MostWords = 24;
    private readonly List<string> notes = [];
    private readonly List<string> problems = [];
    private readonly List<MappedColumn> mapped = [];

    /// <summary>What was decided, one sentence each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>The columns.</summary>
    public IReadOnlyList<MappedColumn> Mapped => mapped;

    /// <summary>Finds the rules.</summary>
    /// <param name="find">The place of a column by its name, or −1.</param>
    /// <param name="isTaken">Whether a column is read for something else.</param>
    /// <param name="refundsAreTold">Whether the money given back stands in a column of its own.</param>
    public RowRules Resolve(Func<string, int> find, Func<int, bool> isTaken, bool refundsAreTold)
    {
        List<StatusColumn> statuses = given?.Status is { } rules ? OfMapping(rules, find, refundsAreTold) : Found(isTaken, refundsAreTold);
        var filters = new List<RowFilter>();
        foreach (RowCondition condition in given?.Where ?? [])
        {
            if (Place(condition.Column!, "where", find) is not (>= 0 and int at))
                continue;
            filters.Add(new RowFilter(at, condition));
            mapped.Add(new MappedColumn(at + 1, header[at], ColumnRole.Filter));
        }
        mapped.AddRange(statuses.Select(status => new MappedColumn(status.Column + 1, status.Name, ColumnRole.Status)));
        return new RowRules(statuses, filters);
    }

    private int Place(string name, string key, Func<string, int> find)
    {
        int at = find(name);
        if (at < 0)
            problems.Add($"mapping.json names the column '{name}' in {key}, which the file does not have");
        return at;
    }

    private List<StatusColumn> OfMapping(IReadOnlyList<StatusRule> rules, Func<string, int> find, bool refundsAreTold)
    {
        var statuses = new List<StatusColumn>();
        foreach (StatusRule rule in rules)
        {
            if (Place(rule.Column!, "status", find) is not (>= 0 and int at))
                continue;
            Dictionary<string, RowVerdict> words = (rule.Words ?? []).ToDictionary(word => StatusWords.Normalise(word.Key), word => VerdictOf(word.Key, word.Value), StringComparer.Ordinal);
            StatusForm form = words.Count > 0 ? StatusForm.Words : StatusNames.FormOf(header[at]) ?? StatusForm.Words;
            statuses.Add(new StatusColumn(at, header[at], form, words, refundsAreTold));
        }
        return statuses;
    }

    // A word that is left out keeps the reason that it has by itself.
    private static RowVerdict VerdictOf(string word, string outcome) => outcome switch
    {
        "leftOut" => StatusWords.Of(word) is { Outcome: RowOutcome.LeftOut } usual ? usual : RowVerdict.LeftOut(LeftOutReason.ByStatus),
        "refunded" => new RowVerdict(RowOutcome.Refunded),
        "partlyRefunded" => new RowVerdict(RowOutcome.PartlyRefunded),
        _ => RowVerdict.Counted,
    };

    private List<StatusColumn> Found(Func<int, bool> isTaken, bool refundsAreTold)
    {
        var statuses = new List<StatusColumn>();
        for (int i = 0; i < header.Count; i++)
        {
            if (!isTaken(i) && StatusNames.FormOf(header[i]) is { } form && new StatusColumn(i, header[i], form, new Dictionary<string, RowVerdict>(), refundsAreTold) is var status && Judges(status))
                statuses.Add(status);
        }
        return statuses;
    }

    private bool Judges(StatusColumn status)
    {
        if (status.Form == StatusForm.Filled)
            return ColumnPlausibility.DistinctValues(rows, status.Column).All(value => status.Of(value).Outcome == RowOutcome.Counted || LooksLikeADate(value));
        HashSet<string> words = ColumnPlausibility.DistinctValues(rows, status.Column, StringComparer.OrdinalIgnoreCase);
        if (status.Form == StatusForm.Flag)
            return words.Count <= 3;
        int known = words.Count(word => status.Of(word).Outcome != RowOutcome.Unknown);
        if (words.Count == 0 || known > 0 || (StatusNames.IsOfOrders(status.Name) && words.Count <= MostWords))
            return true;
        notes.Add($"column '{status.Name}' is named like a status, but none of its words is known ({string.Join(", ", words.Order(StringComparer.Ordinal).Take(5).Select(static word => $"'{word}'"))}), so no row is judged by it; "
            + $"if it is one, say \"status\": {{ \"column\": {JsonText.Of(status.Name)}, \"words\": {{ {JsonText.Of(words.Order(StringComparer.Ordinal).First())}: \"counted\" }} }} in mapping.json");
        return false;
    }

    private static bool LooksLikeADate(string value) => value.Any(char.IsAsciiDigit) && value.Length >= 6;
}
