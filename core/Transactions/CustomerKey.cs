using System.IO.Hashing;
using System.Text;

namespace ServerlessSeg.Core.Transactions;

/// <summary>
/// The 64-bit key a customer is sorted and found by: XXH3-64 (seed 0) of the id's UTF-8 bytes.
/// Keys spread evenly over the whole range, so a share of the range is that share of the customers.
/// Two ids may share a key; whoever orders customers orders by key, then by id bytes.
/// </summary>
public static class CustomerKey
{
    /// <summary>The longest customer id, in UTF-8 bytes.</summary>
    public const int MaxIdBytes = 256;

    /// <summary>The key of an id given as UTF-8.</summary>
    public static ulong Of(ReadOnlySpan<byte> utf8Id) => XxHash3.HashToUInt64(utf8Id);

    /// <summary>The key of an id given as text.</summary>
    public static ulong Of(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        int length = Encoding.UTF8.GetByteCount(id);
        Span<byte> buffer = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(id, buffer);
        return Of(buffer);
    }

    /// <summary>Which of <paramref name="parts"/> equal, ordered parts of the key range a key falls into: ⌊key × parts / 2^64⌋.</summary>
    public static int PartOf(ulong key, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        return (int)(ulong)(((UInt128)key * (ulong)parts) >> 64);
    }
}
