using System.Reflection;
using System.Text.Json;
using ServerlessSeg.Core.Ingestion.Mapping;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>The presets, which lie as data files in the folder of that name, and how one is put beneath a mapping.</summary>
internal static class Presets
{
    /// <summary>The name by which a mapping declines all of them.</summary>
    public const string None = "none";

    private static readonly ColumnRole[] RolesOfMoney = [ColumnRole.Amount, ColumnRole.Price, ColumnRole.Debit, ColumnRole.Credit];

    private static readonly Lazy<IReadOnlyList<Preset>> Loaded = new(Load);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<Preset> All => Loaded.Value;

    /// <summary>The preset that a mapping names or that a header is recognised by; null where there is none.</summary>
    public static Preset? Of(IReadOnlyList<string> header, MappingOverride? given)
    {
        if (given?.Preset is { } name)
            return All.FirstOrDefault(preset => preset.Name == name);
        var names = header.Select(ColumnAliases.Normalise).ToHashSet(StringComparer.Ordinal);
        return given?.Header == false ? null : All.Where(preset => preset.Matches(names)).MaxBy(static preset => preset.Fingerprint.Count);
    }

    /// <summary>What a mapping says, and a preset where it says nothing; of its columns those that the file has.</summary>
    public static MappingOverride Under(MappingOverride? given, Preset preset, IReadOnlyList<string> header)
    {
        given ??= new MappingOverride();
        var there = header.Select(ColumnAliases.Normalise).ToHashSet(StringComparer.Ordinal);
        MappingOverride usual = preset.Mapping;
        bool saysMoney = given.HasConstant(ColumnRole.Amount) || RolesOfMoney.Any(role => Gives(given, role));
        return given with
        {
            Preset = preset.Name,
            Columns = ColumnsOf(given, preset, there, saysMoney),
            Constants = ConstantsOf(given, usual),
            Status = given.Status ?? usual.Status?.Where(rule => Has(there, rule.Column!)).ToArray(),
            Where = given.Where ?? usual.Where?.Where(condition => Has(there, condition.Column!)).ToArray(),
            CarryDown = given.CarryDown ?? (given.GroupRows == true ? null : usual.CarryDown),
            AmountOf = given.AmountOf ?? (saysMoney ? null : usual.AmountOf),
            AmountKey = given.AmountKey ?? (saysMoney || given.AmountOf is not null ? null : usual.AmountKey),
            OrderScope = given.OrderScope ?? usual.OrderScope,
            NotCustomers = given.NotCustomers ?? usual.NotCustomers,
            RefundWords = given.RefundWords ?? usual.RefundWords,
            TimeZone = given.TimeZone ?? usual.TimeZone,
        };
    }

    private static bool Has(HashSet<string> header, string name) => header.Contains(ColumnAliases.Normalise(name));

    private static bool Gives(MappingOverride given, ColumnRole role) => given.Columns?.Keys.Any(name => OverrideRules.RoleOf(name) == role) == true;

    private static Dictionary<string, JsonElement> ColumnsOf(MappingOverride given, Preset preset, HashSet<string> there, bool saysMoney)
    {
        var columns = new Dictionary<string, JsonElement>(given.Columns ?? []);
        Dictionary<string, JsonElement> usual = new(preset.Mapping.Columns ?? []);
        foreach ((string role, IReadOnlyList<string> names) in preset.Alternatives)
        {
            if (names.FirstOrDefault(name => Has(there, name)) is { } name)
                usual[role] = JsonElement(name);
        }
        foreach ((string name, JsonElement written) in usual)
        {
            ColumnRole role = OverrideRules.RoleOf(name)!.Value;
            bool isGiven = Gives(given, role) || given.HasConstant(role) || (saysMoney && role is ColumnRole.Amount or ColumnRole.Price or ColumnRole.Quantity or ColumnRole.AdjustedAmount);
            string[] present = [.. Names(written).Where(column => Has(there, column) && given.Columns?.Values.SelectMany(Names).Any(other => ColumnAliases.Normalise(other) == ColumnAliases.Normalise(column)) != true)];
            if (!isGiven && present.Length > 0)
                columns.Add(name, written.ValueKind == JsonValueKind.Array ? JsonElement(present) : JsonElement(present[0]));
        }
        return columns;
    }

    private static Dictionary<string, string>? ConstantsOf(MappingOverride given, MappingOverride usual)
    {
        if (usual.Constants is null)
            return given.Constants;
        var constants = new Dictionary<string, string>(given.Constants ?? []);
        foreach ((string name, string value) in usual.Constants)
        {
            if (OverrideRules.RoleOf(name) is { } role && !given.HasConstant(role) && !Gives(given, role))
                constants.Add(name, value);
        }
        return constants;
    }

    private static IEnumerable<string> Names(JsonElement written) => written.ValueKind switch
    {
        JsonValueKind.Array => written.EnumerateArray().SelectMany(Names),
        JsonValueKind.String => [written.GetString()!],
        _ => [],
    };

    private static JsonElement JsonElement(string name) => Parsed(JsonText.Of(name));

    private static JsonElement JsonElement(string[] names) => names.Length == 1 ? JsonElement(names[0]) : Parsed($"[{string.Join(",", names.Select(JsonText.Of))}]");

    private static JsonElement Parsed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static List<Preset> Load()
    {
        Assembly assembly = typeof(Presets).Assembly;
        var presets = new List<Preset>();
        foreach (string name in assembly.GetManifestResourceNames().Where(static name => name.Contains(".Ingestion.Presets.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            presets.Add(Preset.Parse(bytes));
        }
        return presets;
    }
}
