using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>A header with something behind its name: "Amount (USD)", "Order Date [UTC]", "total_eur".</summary>
/// <param name="Name">The name alone.</param>
/// <param name="Unit">What stands behind it.</param>
internal readonly record struct HeaderUnit(string Name, string Unit)
{
    /// <summary>The currency that the unit names, or null.</summary>
    public string? Currency => CurrencyCodes.IsKnown(Encoding.UTF8.GetBytes(Unit)) ? Unit.ToUpperInvariant() : null;

    /// <summary>Whether the unit says that times are in UTC.</summary>
    public bool IsUtc => Unit.Equals("UTC", StringComparison.OrdinalIgnoreCase) || Unit.Equals("GMT", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes a header apart; null where nothing stands behind its name.</summary>
    public static HeaderUnit? Of(string header)
    {
        string text = header.Trim();
        if (text.Length > 2 && text[^1] is ')' or ']' && text.LastIndexOfAny(['(', '[']) is > 0 and int open)
            return new HeaderUnit(text[..open].Trim(), text[(open + 1)..^1].Trim());
        int last = text.LastIndexOfAny([' ', '_', '-']);
        if (last <= 0 || text.Length - last != 4)
            return null;
        var unit = new HeaderUnit(text[..last].Trim(), text[(last + 1)..]);
        return unit.Currency is not null || unit.IsUtc ? unit : null;
    }
}
