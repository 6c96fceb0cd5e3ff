using System.Globalization;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Names a run and the snapshot it publishes: the as-of date, and a revision from 2 upwards where the same date was run again
/// with other data or another configuration. Written <c>2011-12-10</c> and <c>2011-12-10.2</c>; ordered by date, then revision.
/// </summary>
/// <param name="AsOf">The last date that counts, inclusive.</param>
/// <param name="Revision">1 or more.</param>
public readonly record struct RunId(DateOnly AsOf, int Revision) : IComparable<RunId>
{
    /// <summary>Letters and digits only, for the name of a table: <c>20111210</c>, <c>20111210r2</c>.</summary>
    public string Compact => AsOf.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + (Revision == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"r{Revision}"));

    /// <summary>Reads what <see cref="Compact"/> gives.</summary>
    public static bool TryParseCompact(string? text, out RunId id)
    {
        id = default;
        if (text is null || text.Length < 8 || !DateOnly.TryParseExact(text.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly asOf))
            return false;
        int revision = 1;
        if (text.Length > 8 && (text[8] != 'r' || !int.TryParse(text.AsSpan(9), NumberStyles.None, CultureInfo.InvariantCulture, out revision) || revision < 2))
            return false;
        id = new RunId(asOf, revision);
        return true;
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out RunId id)
    {
        id = default;
        if (text is null)
            return false;
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        string date = dot < 0 ? text : text[..dot];
        int revision = 1;
        if (dot >= 0 && (!int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out revision) || revision < 2))
            return false;
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly asOf))
            return false;
        id = new RunId(asOf, revision);
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The text is not a run id.</exception>
    public static RunId Parse(string text) =>
        TryParse(text, out RunId id) ? id : throw new FormatException($"'{text}' is not a run id; one looks like 2011-12-10 or 2011-12-10.2.");

    /// <inheritdoc />
    public int CompareTo(RunId other) => AsOf != other.AsOf ? AsOf.CompareTo(other.AsOf) : Revision.CompareTo(other.Revision);

    /// <summary>Order by date, then revision.</summary>
    public static bool operator <(RunId left, RunId right) => left.CompareTo(right) < 0;

    /// <summary>Order by date, then revision.</summary>
    public static bool operator >(RunId left, RunId right) => left.CompareTo(right) > 0;

    /// <summary>Order by date, then revision.</summary>
    public static bool operator <=(RunId left, RunId right) => left.CompareTo(right) <= 0;

    /// <summary>Order by date, then revision.</summary>
    public static bool operator >=(RunId left, RunId right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public override string ToString() =>
        AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + (Revision == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $".{Revision}"));
}
