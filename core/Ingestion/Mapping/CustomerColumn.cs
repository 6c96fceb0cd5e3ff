using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Chooses among columns named like a customer: an id or an address goes before a name, which several people may share, and who comes back before an id that is new with every order.</summary>
internal sealed class CustomerColumn(IReadOnlyList<IReadOnlyList<string>> rows)
{
    private const double Mostly = 0.8;

    /// <summary>The column.</summary>
    /// <param name="candidates">Columns named like a customer, the likeliest first; at least one.</param>
    public int Choose(List<int> candidates)
    {
        int first = candidates[0];
        if (candidates.Count == 1 || rows.Count == 0)
            return first;
        if (HoldsNames(first) && candidates.Find(column => !HoldsNames(column) && Holds(column) && column != first) is > 0 and int named)
            return named;
        return candidates.Skip(1).Where(column => Holds(column) && !HoldsNames(column) && GathersOrders(first, column)).Append(first).First();
    }

    private bool Holds(int column) => rows.Count(row => IsThere(row[column])) >= Mostly * rows.Count;

    private static bool IsThere(string cell) => !MissingValue.Is(Encoding.UTF8.GetBytes(cell));

    private bool HoldsNames(int column)
    {
        string[] values = [.. rows.Select(row => row[column].Trim()).Where(IsThere)];
        return values.Length > 0 && values.Count(static value => value.Contains(' ', StringComparison.Ordinal) && !value.Any(char.IsAsciiDigit) && !value.Contains('@', StringComparison.Ordinal)) >= Mostly * values.Length;
    }

    /// <summary>Whether no value of one column ever comes back, while each belongs to one value of the other, some of which do.</summary>
    private bool GathersOrders(int id, int person)
    {
        var personOf = new Dictionary<string, string>(StringComparer.Ordinal);
        string before = "";
        foreach (IReadOnlyList<string> row in rows)
        {
            string value = row[id].Trim(), who = row[person].Trim();
            if (!IsThere(value) || !IsThere(who))
                return false;
            bool isKnown = personOf.TryGetValue(value, out string? known);
            if (isKnown && (value != before || known != who))
                return false;
            personOf[value] = who;
            before = value;
        }
        return personOf.Values.Distinct(StringComparer.Ordinal).Count() < personOf.Count;
    }
}
