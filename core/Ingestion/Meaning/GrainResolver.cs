using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Judges by the sample what a row stands for.</summary>
/// <param name="header">Names of the columns.</param>
/// <param name="rows">The sample.</param>
/// <param name="mapped">The columns that are read.</param>
/// <param name="given">What <c>mapping.json</c> says, or null.</param>
internal sealed class GrainResolver(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<MappedColumn> mapped, MappingOverride? given)
{
    private const double Most = 0.9;
    private readonly List<string> notes = [];

    /// <summary>What was decided, one sentence each.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Whether the customer seems to stand above the rows of a group, which only a mapping may say.</summary>
    public bool SeesGroups { get; private set; }

    /// <summary>Judges.</summary>
    /// <param name="amountIsOfOrder">Whether the amount stands again in each row of its order.</param>
    /// <param name="amountKey">0-based columns that tell several amounts of one order apart.</param>
    public Grain Resolve(bool amountIsOfOrder, IReadOnlyList<int> amountKey)
    {
        bool hasGroups = given?.GroupRows == true;
        SeesGroups = given?.GroupRows is null && LooksGrouped();
        bool carries = !hasGroups && (given?.CarryDown ?? LooksCarried());
        return new Grain(carries, hasGroups, amountIsOfOrder, amountKey);
    }

    private int Of(ColumnRole role) => mapped.FirstOrDefault(column => column.Role == role)?.Position - 1 ?? -1;

    private static bool IsThere(IReadOnlyList<string> row, int column) => column >= 0 && !MissingValue.Is(Encoding.UTF8.GetBytes(row[column]));

    private bool LooksGrouped()
    {
        int customer = Of(ColumnRole.Customer), date = Of(ColumnRole.Date);
        if (customer < 0 || date < 0)
            return false;
        int heads = rows.Count(row => IsThere(row, customer) && !IsThere(row, date)), members = rows.Count(row => !IsThere(row, customer) && IsThere(row, date));
        return heads > 0 && members > 0 && !rows.Any(row => IsThere(row, customer) && IsThere(row, date));
    }

    private bool LooksCarried()
    {
        int order = Of(ColumnRole.Order), customer = Of(ColumnRole.Customer), date = Of(ColumnRole.Date), amount = Of(ColumnRole.Amount);
        int[] judged = [.. mapped.Where(static column => column.Role is ColumnRole.Customer or ColumnRole.Date or ColumnRole.Amount or ColumnRole.Currency or ColumnRole.Status).Select(static column => column.Position - 1).Distinct()];
        var firsts = new int[judged.Length];
        var further = new int[judged.Length];
        int orders = 0, continued = 0;
        string last = "";
        foreach (IReadOnlyList<string> row in rows)
        {
            bool hasOrder = IsThere(row, order);
            bool continues = orders > 0 && (hasOrder ? row[order].Trim() == last : !IsThere(row, customer) && !IsThere(row, date) && row.Any(static cell => cell.Length > 0) && (order >= 0 || !IsThere(row, amount)));
            if (!continues)
                (orders, last) = (orders + 1, hasOrder ? row[order].Trim() : "");
            else
                continued++;
            int[] filled = continues ? further : firsts;
            for (int i = 0; i < judged.Length; i++)
                filled[i] += IsThere(row, judged[i]) ? 1 : 0;
        }
        string[] carried = [.. judged.Where((_, i) => continued > 0 && further[i] == 0 && firsts[i] >= Most * orders).Select(column => $"'{header[column]}'")];
        // One cell that is missing once is a fault, and no way to write.
        if (carried.Length == 0 || (carried.Length == 1 && continued == 1))
            return false;
        notes.Add($"{string.Join(", ", carried)} {(carried.Length == 1 ? "stands" : "stand")} in the first row of an order only, and {(carried.Length == 1 ? "holds" : "hold")} for its further rows, too; say \"carryDown\": false in mapping.json if that is wrong");
        return true;
    }
}
