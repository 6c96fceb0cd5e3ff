using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ServerlessSeg.Core.Ledger;

/// <summary>The least and the greatest of many numbers.</summary>
internal static class NumberRange
{
    /// <summary>Both of at least one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (long Least, long Most) Of(ReadOnlySpan<long> values)
    {
        Vector256<long> leasts = Vector256.Create(values[0]), mosts = leasts;
        int whole = values.Length - (values.Length % Vector256<long>.Count);
        for (int i = 0; i < whole; i += Vector256<long>.Count)
        {
            Vector256<long> next = Vector256.Create(values[i..]);
            leasts = Vector256.Min(leasts, next);
            mosts = Vector256.Max(mosts, next);
        }
        (long least, long most) = (values[0], values[0]);
        for (int lane = 0; lane < Vector256<long>.Count; lane++)
            (least, most) = (Math.Min(least, leasts[lane]), Math.Max(most, mosts[lane]));
        foreach (long value in values[whole..])
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return (least, most);
    }
}
