using System.Text.Json;
using ServerlessSeg.Core.Ingestion.Meaning;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Assigns roles to the columns of one header: first what the override says, then by alias, judged by the sample.</summary>
/// <param name="header">Names of the columns.</param>
/// <param name="sampleRows">The sample.</param>
/// <param name="given">What holds of <c>mapping.json</c> and preset, or null.</param>
/// <param name="preset">The preset, or null.</param>
/// <param name="written">What <c>mapping.json</c> itself says, or null.</param>
internal sealed partial class MappingResolver(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> sampleRows, MappingOverride? given, Preset? preset, MappingOverride? written)
{
    private MappingOverride? given = given;
    private readonly List<MappedColumn> mapped = [];
    private readonly List<string> notes = [];
    private readonly List<string> problems = [];
    private readonly HashSet<int> taken = [];
    private readonly string[] normalised = [.. header.Select(ColumnAliases.Normalise)];

    public IReadOnlyList<MappedColumn> Mapped => mapped;

    /// <summary>What holds of the mapping, with what headers say of units.</summary>
    public MappingOverride? Given => given;

    public IReadOnlyList<string> Notes => notes;

    /// <summary>How rows are judged.</summary>
    public RowRules Rules { get; private set; } = RowRules.None;

    /// <summary>What a row stands for.</summary>
    public Grain Grain { get; private set; } = Grain.OfLines;

    /// <summary>How customers and orders are named.</summary>
    public Identity Identity { get; private set; } = new();

    /// <summary>What is to be asked, or null; and what would answer it.</summary>
    public (string Question, Func<MappingOverride, MappingOverride> Answer)? Question { get; private set; }

    /// <summary>Fills <see cref="Mapped"/>; returns what is missing, or null.</summary>
    public MappingFailure? Resolve()
    {
        if (preset is not null)
            notes.Add($"the file is read as {preset.Title} (preset '{preset.Name}'){(written?.Preset is null ? "; say \"preset\": \"none\" in mapping.json if it is not" : "")}");
        AssignGiven();
        foreach (ColumnRole role in Enum.GetValues<ColumnRole>())
        {
            if (role < ColumnRole.Attribute && !IsSettled(role) && !IsGivenOtherwise(role))
                AssignByAlias(role);
        }
        AssignOrderByBehaviour();
        AssignAttributes();
        AssignRules();
        AssignGrain();
        AssignIdentity();
        TakeUnits();
        NoteKinds();
        LeaveOutPriceWhereThereIsAnAmount();
        List<ColumnRole> missing = Missing();
        MappedColumn[] inOrder = [.. mapped.OrderBy(static column => column.Position).ThenBy(static column => column.Role)];
        mapped.Clear();
        mapped.AddRange(inOrder);
        if (missing.Count == 0 && problems.Count == 0)
            return null;
        problems.AddRange(missing.Select(role => $"no column for the {NameOf(role)} was found"));
        if (missing.Contains(ColumnRole.Amount) && AccountsHint() is { } accounts)
            problems.Add(accounts);
        return new MappingFailure(problems, missing.ToDictionary(NameOf, ColumnAliases.Of), header) { Mapping = Propose(missing) };
    }

    // A mapping that says how money is computed has not left its amount open.
    private bool IsGivenOtherwise(ColumnRole role) => role switch
    {
        ColumnRole.Amount => Gives(ColumnRole.Price) || HasAccounts,
        ColumnRole.RefundedAt => !Has(ColumnRole.RefundedAmount),
        ColumnRole.Debit or ColumnRole.Credit => true,
        _ => false,
    };

    private bool HasAccounts => Has(ColumnRole.Debit) || Has(ColumnRole.Credit);

    private bool Gives(ColumnRole role) => given?.Columns?.Keys.Any(name => OverrideRules.RoleOf(name) == role) == true;

    private static string NameOf(ColumnRole role) => JsonNamingPolicy.CamelCase.ConvertName(role.ToString());

    private bool Has(ColumnRole role) => mapped.Exists(column => column.Role == role);

    private bool IsSettled(ColumnRole role) => Has(role) || given?.HasConstant(role) == true;

    private void AssignGiven()
    {
        if (given?.Columns is not { } columns)
            return;
        foreach ((string name, JsonElement written) in columns)
        {
            // Of several columns that may name the customer, the others are found with what is told of customers.
            JsonElement column = written.ValueKind == JsonValueKind.Array ? written[0] : written;
            int at = Find(column);
            if (at < 0 && OverrideRules.RoleOf(name) is { } absent && IsDescription(absent) && given.Header != false)
                notes.Add($"mapping.json gives column {column} for the {name}, which this file does not have, so it is left empty");
            else if (at < 0)
                problems.Add($"mapping.json gives column {column} for the {name}, which the file does not have");
            else if (OverrideRules.RoleOf(name) is { } role && taken.Add(at))
                mapped.Add(new MappedColumn(at + 1, header[at], role));
            else
                problems.Add($"mapping.json gives column {column} to more than one role");
        }
    }

    // Exports gain and lose columns that only describe; without any other column rows would be read wrongly.
    private static bool IsDescription(ColumnRole role) => role is ColumnRole.Channel or ColumnRole.Product or ColumnRole.Country;

    private int Find(JsonElement column)
    {
        if (column.ValueKind == JsonValueKind.Number)
            return column.GetInt32() <= header.Count ? column.GetInt32() - 1 : -1;
        return FindByName(column.GetString()!);
    }

    private int FindByName(string name)
    {
        for (int i = 0; i < header.Count; i++)
        {
            if (string.Equals(header[i].Trim(), name.Trim(), StringComparison.Ordinal))
                return i;
        }
        string wanted = ColumnAliases.Normalise(name);
        return wanted.Length == 0 ? -1 : Array.IndexOf(normalised, wanted);
    }

    private void AssignByAlias(ColumnRole role)
    {
        List<int> candidates = Candidates(role);
        if (candidates.Count == 0)
            return;
        int at = role switch
        {
            ColumnRole.Amount => ChooseAmount(candidates),
            ColumnRole.Customer => new CustomerColumn(sampleRows).Choose(candidates),
            ColumnRole.Kind => new KindColumn(header, sampleRows, given).Choose(candidates),
            _ => Choose(role, candidates),
        };
        if (at < 0)
            return;
        taken.Add(at);
        mapped.Add(new MappedColumn(at + 1, header[at], role));
        if (candidates.Count > 1)
            notes.Add($"'{header[at]}' is taken as the {NameOf(role)}; {string.Join(", ", candidates.Where(other => other != at).Select(other => $"'{header[other]}'"))} could be too");
    }

    /// <summary>The columns that are free and have one of the names of a role, the likeliest first.</summary>
    private List<int> Candidates(ColumnRole role)
    {
        var candidates = new List<int>();
        foreach (string alias in ColumnAliases.Of(role).Select(ColumnAliases.Normalise))
        {
            for (int i = 0; i < normalised.Length; i++)
            {
                if (normalised[i] == alias && !taken.Contains(i) && !candidates.Contains(i))
                    candidates.Add(i);
            }
        }
        return candidates.Count > 0 ? candidates : CandidatesWithUnits(role);
    }

    /// <summary>The same among the columns with something behind their names.</summary>
    private List<int> CandidatesWithUnits(ColumnRole role)
    {
        var candidates = new List<int>();
        string[] names = [.. header.Select(static name => HeaderUnit.Of(name) is { } unit ? ColumnAliases.Normalise(unit.Name) : "")];
        foreach (string alias in ColumnAliases.Of(role).Select(ColumnAliases.Normalise))
            candidates.AddRange(Enumerable.Range(0, names.Length).Where(column => names[column] == alias && !taken.Contains(column) && !candidates.Contains(column)));
        return candidates;
    }

    private int Choose(ColumnRole role, List<int> candidates)
    {
        int chosen = candidates.FindIndex(column => ColumnPlausibility.Fits(role, sampleRows, column, given?.DateFormats));
        // Money of several currencies must not be added up because their names are not known: such rows are refused.
        if (chosen < 0 && role == ColumnRole.Currency)
            chosen = candidates.FindIndex(column => ColumnPlausibility.DistinctValues(sampleRows, column, StringComparer.OrdinalIgnoreCase).Count > 1);
        bool isOptional = ColumnPlausibility.IsOptional(role, IsSettled(ColumnRole.Amount))
            || (role == ColumnRole.Quantity && candidates.TrueForAll(column => !ColumnPlausibility.HoldsAny(role, sampleRows, column)));
        if (chosen >= 0 || !isOptional)
            return candidates[Math.Max(chosen, 0)];
        notes.Add($"column '{header[candidates[0]]}' is named like a {NameOf(role)} but its values are none, so it is not read");
        return -1;
    }

    private int ChooseAmount(List<int> candidates)
    {
        var amounts = new AmountColumn(header, sampleRows, mapped.Find(static column => column.Role == ColumnRole.Order));
        int at = amounts.Choose(candidates, IsThere(ColumnRole.Price), IsThere(ColumnRole.Quantity));
        notes.AddRange(amounts.Notes);
        return at;
    }

    private bool IsThere(ColumnRole role) =>
        Has(role) || Candidates(role).Exists(column => ColumnPlausibility.HoldsFitting(role, sampleRows, column));

    private void AssignAttributes()
    {
        foreach (string name in given?.Attributes ?? [])
        {
            int at = FindByName(name);
            if (at < 0)
                notes.Add($"mapping.json names the attribute '{name}', which this file does not have, so it is left empty");
            else if (!mapped.Exists(column => column.Role == ColumnRole.Attribute && column.Position == at + 1))
                mapped.Add(new MappedColumn(at + 1, header[at], ColumnRole.Attribute));
        }
    }

    // With words of its own, a mapping has said what they mean.
    private void NoteKinds()
    {
        if (given?.RefundWords is null && mapped.Find(static column => column.Role == ColumnRole.Kind) is { } kinds
            && new KindColumn(header, sampleRows, given).NoteOn(kinds.Position - 1) is { } note)
            notes.Add(note);
    }

    private void LeaveOutPriceWhereThereIsAnAmount()
    {
        if (HasAccounts)
            mapped.RemoveAll(column => column.Role == ColumnRole.Price && !Gives(ColumnRole.Price));
        if (!IsSettled(ColumnRole.Amount) || !Has(ColumnRole.Price))
            return;
        mapped.RemoveAll(column => column.Role == ColumnRole.Price);
        notes.Add("the amount is read from its own column, not computed from the unit price");
    }

    private List<ColumnRole> Missing()
    {
        var missing = new List<ColumnRole>();
        if (!Has(ColumnRole.Customer))
            missing.Add(ColumnRole.Customer);
        if (!Has(ColumnRole.Date))
            missing.Add(ColumnRole.Date);
        if (missing.Count == 0 && IsLogWithoutMoney())
        {
            given = (given ?? new MappingOverride()) with { Constants = new Dictionary<string, string>(given?.Constants ?? []) { ["amount"] = "0" } };
            notes.Add("the file has no money: every row is a purchase of nothing, which tells how recently and how often customers buy, and not for how much");
        }
        else if (!IsSettled(ColumnRole.Amount) && !Has(ColumnRole.Price) && !HasAccounts)
        {
            missing.Add(ColumnRole.Amount);
        }
        if (missing.Count == 0 && HasAccounts)
            notes.Add("the amount is debit less credit");
        else if (missing.Count == 0 && !IsSettled(ColumnRole.Amount))
            notes.Add(Has(ColumnRole.Quantity) ? "the amount is unit price times quantity" : "the amount is the unit price, since there is no quantity");
        return missing;
    }
}
