namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>How customers and orders are named.</summary>
internal sealed record Identity
{
    /// <summary>0-based columns that name the customer where the column of the customer does not, in that order.</summary>
    public IReadOnlyList<int> Fallbacks { get; init; } = [];

    /// <summary>Ids that are no person.</summary>
    public Guests Guests { get; init; } = Guests.With([]);

    /// <summary>Whether the customer is named by e-mail addresses, in which case does not matter.</summary>
    public bool FoldsCase { get; init; }

    /// <summary>Digits of a customer id, to which shorter ones are filled up by zeros in front; 0 leaves them.</summary>
    public int Width { get; init; }

    /// <summary>Within what order ids hold; null where they hold in all of the source.</summary>
    public OrderScope? Scope { get; init; }

    /// <summary>Whether ids that a spreadsheet has rounded are refused.</summary>
    public bool RefusesRoundedIds { get; init; }
}
