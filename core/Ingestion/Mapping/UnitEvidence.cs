using System.Text;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>
/// The currency signs and codes that stand beside amounts: the least and the most of them in byte order, so that it does not matter in which order
/// they were seen.
/// </summary>
/// <param name="Least">The bytes of the least, the first highest; 0 where there is none.</param>
/// <param name="Most">Those of the most.</param>
public readonly record struct UnitEvidence(ulong Least, ulong Most)
{
    /// <summary>Whether there is more than one.</summary>
    public bool AreSeveral => Least != Most;

    /// <summary>All that either says.</summary>
    public static UnitEvidence operator |(UnitEvidence left, UnitEvidence right)
    {
        if (left.Least == 0 || right.Least == 0)
            return left.Least == 0 ? right : left;
        return new UnitEvidence(Math.Min(left.Least, right.Least), Math.Max(left.Most, right.Most));
    }

    /// <summary>What one unit of at most eight bytes says; an empty one says nothing.</summary>
    public static UnitEvidence Of(ReadOnlySpan<byte> unit)
    {
        ulong packed = 0;
        for (int i = 0; i < sizeof(ulong); i++)
            packed = (packed << 8) | (i < unit.Length ? unit[i] : 0UL);
        return new UnitEvidence(packed, packed);
    }

    /// <summary>The two in words.</summary>
    public override string ToString() => AreSeveral ? $"{TextOf(Least)} and {TextOf(Most)}" : TextOf(Least);

    private static string TextOf(ulong unit)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, unit);
        return Encoding.UTF8.GetString(bytes.TrimEnd((byte)0));
    }
}
