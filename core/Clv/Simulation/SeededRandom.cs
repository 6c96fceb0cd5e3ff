using System.Numerics;

namespace ServerlessSeg.Core.Clv.Simulation;

/// <summary>
/// xoshiro256++ (Blackman &amp; Vigna), seeded through SplitMix64 from a seed and a stream number, so that each customer has numbers of its
/// own and a simulated base does not depend on the order of its making.
/// </summary>
internal struct SeededRandom
{
    private ulong a;
    private ulong b;
    private ulong c;
    private ulong d;

    public SeededRandom(ulong seed, ulong stream)
    {
        ulong state = seed + (stream * 0xD1342543DE82EF95);
        a = SplitMix(ref state);
        b = SplitMix(ref state);
        c = SplitMix(ref state);
        d = SplitMix(ref state);
    }

    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(a + d, 23) + a;
        ulong t = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>Uniform on (0, 1).</summary>
    public double Uniform() => ((Next() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential() => -Math.Log(Uniform());

    /// <summary>Standard normal, by Marsaglia's polar method.</summary>
    public double Normal()
    {
        while (true)
        {
            double u = (2 * Uniform()) - 1, v = (2 * Uniform()) - 1, square = (u * u) + (v * v);
            if (square is < 1 and > 0)
                return u * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }

    /// <summary>Gamma with rate 1 (Marsaglia &amp; Tsang 2000).</summary>
    public double Gamma(double shape)
    {
        double boost = 1;
        if (shape < 1)
        {
            boost = Math.Pow(Uniform(), 1 / shape);
            shape += 1;
        }
        double third = shape - (1.0 / 3), scale = 1 / Math.Sqrt(9 * third);
        while (true)
        {
            double normal = Normal(), root = 1 + (scale * normal), v = root * root * root;
            if (v > 0 && Math.Log(Uniform()) < (0.5 * normal * normal) + third - (third * v) + (third * Math.Log(v)))
                return boost * third * v;
        }
    }

    /// <summary>Beta(first, second); 0 where both draws vanish.</summary>
    public double Beta(double first, double second)
    {
        double x = Gamma(first), y = Gamma(second);
        return x > 0 ? x / (x + y) : 0;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
