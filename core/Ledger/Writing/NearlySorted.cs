using System.Runtime.CompilerServices;

namespace ServerlessSeg.Core.Ledger.Writing;

/// <summary>Something with an order that is known without a call.</summary>
internal interface ISorted<T> : IComparable<T>
    where T : struct, ISorted<T>
{
    /// <summary>Whether one comes before another; if neither does, they are equal in order.</summary>
    static abstract bool Precedes(in T x, in T y);
}

/// <summary>Sorts what is mostly in order already, as exports are.</summary>
internal static class NearlySorted
{
    private const int MovesForEach = 8;

    /// <summary>Moves what is out of place, and gives way to a sort of any order where that is much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort<T>(Span<T> values)
        where T : struct, ISorted<T>
    {
        int moves = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (!T.Precedes(values[i], values[i - 1]))
                continue;
            if (moves > values.Length * MovesForEach)
            {
                values.Sort();
                return;
            }
            T value = values[i];
            int j = i;
            do
            {
                values[j] = values[j - 1];
                j--;
            }
            while (j > 0 && T.Precedes(value, values[j - 1]));
            values[j] = value;
            moves += i - j;
        }
    }
}
