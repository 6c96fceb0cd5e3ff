namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>What a row stands for among its neighbours.</summary>
/// <param name="CarriesDown">Cells of an order stand in its first row only.</param>
/// <param name="HasGroupRows">The customer stands in a row above those of its group.</param>
/// <param name="CountsOrdersOnce">The amount is that of the whole order and stands again in each of its rows.</param>
/// <param name="AmountKey">0-based columns that tell several amounts of one order apart; empty where the amount itself does.</param>
internal sealed record Grain(bool CarriesDown, bool HasGroupRows, bool CountsOrdersOnce, IReadOnlyList<int> AmountKey)
{
    /// <summary>Every row stands for itself.</summary>
    public static Grain OfLines { get; } = new(false, false, false, []);

    /// <summary>Whether a row can only be understood after those before it.</summary>
    public bool IsSequential => CarriesDown || HasGroupRows || CountsOrdersOnce;
}
