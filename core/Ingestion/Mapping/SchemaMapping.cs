using System.Diagnostics.CodeAnalysis;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Meaning;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>Which column of an export plays which role, and everything else needed to read its rows.</summary>
public sealed record SchemaMapping
{
    // From 1, so that 0 stands for a role that no column has.
    private readonly int[] positionOfRole = new int[(int)ColumnRole.Attribute];
    private readonly List<int> attributeColumns = [];
    private readonly List<int> extraColumns = [];

    internal SchemaMapping(IReadOnlyList<string> columns, IReadOnlyList<MappedColumn> mapped, MappingOverride? given, MappingResolver resolved, FileEvidence evidence, IReadOnlyList<string> notes)
    {
        (Rules, Grain, Identity, Question) = (resolved.Rules, resolved.Grain, resolved.Identity, resolved.Question);
        Columns = columns;
        Mapped = mapped;
        Given = given;
        Evidence = evidence;
        Conventions = evidence.Conclude(given);
        Notes = notes;
        foreach (MappedColumn column in mapped)
        {
            if (column.Role == ColumnRole.Attribute)
                attributeColumns.Add(column.Position - 1);
            else if (column.Role > ColumnRole.Attribute && !extraColumns.Contains(column.Position - 1))
                extraColumns.Add(column.Position - 1);
            else if (column.Role < ColumnRole.Attribute)
                positionOfRole[(int)column.Role] = column.Position;
        }
    }

    /// <summary>Every column of the file, as its header writes it.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The columns that are read, with their roles.</summary>
    public IReadOnlyList<MappedColumn> Mapped { get; }

    /// <summary>What <c>mapping.json</c> said, if there was one.</summary>
    public MappingOverride? Given { get; }

    /// <summary>Decimal style, order of day and month, and ids that lost ".0"; revised when a row contradicts them.</summary>
    public ValueConventions Conventions { get; internal init; }

    /// <summary>What was decided where the file left a choice, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; private init; }

    /// <summary>0-based columns of the attributes, in mapping order.</summary>
    public IReadOnlyList<int> AttributeColumns => attributeColumns;

    /// <summary>0-based columns by which rows are judged, each once.</summary>
    public IReadOnlyList<int> ExtraColumns => extraColumns;

    /// <summary>How rows are judged by them.</summary>
    internal RowRules Rules { get; }

    /// <summary>What a row stands for.</summary>
    internal Grain Grain { get; }

    /// <summary>How customers and orders are named.</summary>
    internal Identity Identity { get; }

    /// <summary>What the beginning of the file leaves open, or null; and what would answer it.</summary>
    internal (string Question, Func<MappingOverride, MappingOverride> Answer)? Question { get; }

    /// <summary>The place of a column among the <see cref="ExtraColumns"/>.</summary>
    internal int ExtraOf(int column) => extraColumns.IndexOf(column);

    /// <summary>Names of the attributes in the ledger, in mapping order: their own, unless a column of the ledger has that name.</summary>
    public IReadOnlyList<string> AttributeNames => LedgerLayout.AttributeColumns(AttributeColumns.Select(column => Columns[column]));

    /// <summary>Whether rows whose amount, or whose unit price or quantity, is zero are refused.</summary>
    public bool RefusesFreeLines => Given?.FreeLines == OverrideRules.RefusesFreeLines;

    /// <summary>Whether a later file's order replaces the same order of earlier files.</summary>
    public bool LaterOrderReplaces => Given?.LaterOrderReplaces ?? false;

    /// <summary>What the sample says about conventions.</summary>
    internal FileEvidence Evidence { get; }

    internal SchemaMapping WithNotes(IReadOnlyList<string> more) => this with { Notes = [.. Notes, .. more] };

    /// <summary>The 0-based column of a role, or −1.</summary>
    public int ColumnOf(ColumnRole role) => positionOfRole[(int)role] - 1;

    /// <summary>The value that every row has in a role, or null.</summary>
    public string? ConstantOf(ColumnRole role) =>
        Given?.Constants?.FirstOrDefault(constant => OverrideRules.RoleOf(constant.Key) == role).Value;

    /// <summary>
    /// Finds the roles of the columns and the conventions of their values.
    /// </summary>
    /// <param name="header">Column names; made-up ones where the file has no header.</param>
    /// <param name="sampleRows">Rows from the beginning of the file, each with as many cells as there are columns.</param>
    /// <param name="given">What <c>mapping.json</c> says, or null.</param>
    /// <param name="mapping">The mapping, when there is one.</param>
    /// <param name="failure">What is missing, when there is none.</param>
    public static bool TryResolve(
        IReadOnlyList<string> header,
        IReadOnlyList<IReadOnlyList<string>> sampleRows,
        MappingOverride? given,
        [NotNullWhen(true)] out SchemaMapping? mapping,
        [NotNullWhen(false)] out MappingFailure? failure) =>
        TryResolve(header, sampleRows, given, new HashSet<int>(), out mapping, out failure);

    /// <summary>The same where some columns, named by their place from 0, hold numbers and not their texts, and so say nothing of how numbers are written.</summary>
    internal static bool TryResolve(
        IReadOnlyList<string> header,
        IReadOnlyList<IReadOnlyList<string>> sampleRows,
        MappingOverride? given,
        IReadOnlySet<int> numeric,
        [NotNullWhen(true)] out SchemaMapping? mapping,
        [NotNullWhen(false)] out MappingFailure? failure)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(sampleRows);
        Preset? preset = Presets.Of(header, given);
        var resolver = new MappingResolver(header, sampleRows, preset is null ? given : Presets.Under(given, preset, header), preset, given);
        failure = resolver.Resolve();
        given = resolver.Given;
        mapping = failure is null
            ? new SchemaMapping(header, resolver.Mapped, given, resolver, SampleEvidence.Of(resolver.Mapped, sampleRows, given, numeric), resolver.Notes)
            : null;
        if (SerialDateHint.Of(resolver.Mapped, sampleRows, given) is { } hint)
            mapping = mapping?.WithNotes([hint]);
        return mapping is not null;
    }
}

/// <summary>One column that is read.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Name">As in the header.</param>
/// <param name="Role">What it means.</param>
public sealed record MappedColumn(int Position, string Name, ColumnRole Role);
