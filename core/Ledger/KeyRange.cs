namespace ServerlessSeg.Core.Ledger;

/// <summary>A contiguous share of the customer keys, both ends inclusive.</summary>
/// <param name="First">Smallest key.</param>
/// <param name="Last">Largest key.</param>
public readonly record struct KeyRange(ulong First, ulong Last)
{
    /// <summary>Every key.</summary>
    public static KeyRange All => new(ulong.MinValue, ulong.MaxValue);

    /// <summary>Whether the key lies in the range.</summary>
    public bool Contains(ulong key) => key >= First && key <= Last;

    /// <summary>Whether the two ranges share a key.</summary>
    public bool Overlaps(KeyRange other) => First <= other.Last && other.First <= Last;

    /// <summary>Part <paramref name="index"/> of <paramref name="parts"/>: exactly the keys for which <see cref="Transactions.CustomerKey.PartOf"/> gives that index.</summary>
    public static KeyRange Part(int index, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, parts);
        return new KeyRange(FirstOf(index, parts), index == parts - 1 ? ulong.MaxValue : FirstOf(index + 1, parts) - 1);
    }

    private static ulong FirstOf(int index, int parts)
    {
        UInt128 scaled = (UInt128)(ulong)index << 64;
        return (ulong)((scaled + (ulong)parts - 1) / (ulong)parts);
    }
}
