namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>SplitMix64 (Steele, Lea &amp; Flood 2014): a small generator whose numbers will not change with the runtime.</summary>
internal struct SplitMix(ulong seed)
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;
    private ulong state = seed;

    /// <summary>A well-spread number from a key and a seed.</summary>
    public static ulong Mix(ulong key, ulong seed) => Finish(key + ((seed + 1) * Golden));

    /// <summary>The next number, 0 ≤ x &lt; 1.</summary>
    public double NextDouble()
    {
        state += Golden;
        return (Finish(state) >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Finish(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
