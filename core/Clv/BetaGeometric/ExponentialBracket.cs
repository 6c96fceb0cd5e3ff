using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv.BetaGeometric;

/// <summary>Weighted sums over one run: ln of the bracket, its derivatives, and the share of its "already inactive" part.</summary>
internal readonly record struct BracketSums(double Value, double ByExponent, double ByAlpha, double Dead);

/// <summary>
/// The bracket of the k = 1 likelihood, −e ln A + ln(1 + D (A/C)^e), over groups that share x: four groups at a time, always four,
/// so that machines of every vector width add in the same order.
/// </summary>
internal static class ExponentialBracket
{
    public static BracketSums Sum(PurchaseHistories data, in FrequencyRun run, double exponent, double alpha, double logDead)
    {
        int length = run.End - run.Start;
        ReadOnlySpan<double> recency = data.Recency.Slice(run.Start, length), age = data.T.Slice(run.Start, length), weight = data.Weight.Slice(run.Start, length);
        var total = new FourSums();
        int whole = length & ~3;
        for (int i = 0; i < whole; i += 4)
            total.Add(Load(age, i), Load(recency, i), Load(weight, i), exponent, alpha, logDead);
        if (whole < length)
        {
            Span<double> rest = stackalloc double[12];
            rest.Clear();
            age[whole..].CopyTo(rest);
            recency[whole..].CopyTo(rest[4..]);
            weight[whole..].CopyTo(rest[8..]);
            total.Add(Load(rest, 0), Load(rest, 4), Load(rest, 8), exponent, alpha, logDead);
        }
        return new BracketSums(Vector256.Sum(total.Value), Vector256.Sum(total.ByExponent), Vector256.Sum(total.ByAlpha) * exponent, Vector256.Sum(total.Dead));
    }

    private static Vector256<double> Load(ReadOnlySpan<double> values, int at) => Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);

    private struct FourSums
    {
        public Vector256<double> Value;
        public Vector256<double> ByExponent;
        public Vector256<double> ByAlpha;
        public Vector256<double> Dead;

        public void Add(Vector256<double> age, Vector256<double> recency, Vector256<double> weight, double exponent, double alpha, double logDead)
        {
            Vector256<double> offset = Vector256.Create(alpha);
            Vector256<double> atT = offset + age, atRecency = offset + recency;
            Vector256<double> logAtT = Vector256.Log(atT);
            Vector256<double> ratio = logAtT - Vector256.Log(atRecency);
            Vector256<double> dead = (ratio * exponent) + Vector256.Create(logDead);

            // ln(1 + e^dead) and e^dead / (1 + e^dead), both from e^−|dead|, which cannot overflow.
            Vector256<double> small = Vector256.Exp(-Vector256.Abs(dead));
            Vector256<double> sum = Vector256<double>.One + small;
            Vector256<double> positive = Vector256.GreaterThan(dead, Vector256<double>.Zero);
            Vector256<double> share = Vector256.ConditionalSelect(positive, Vector256<double>.One, small) / sum;
            Vector256<double> logSum = Vector256.ConditionalSelect(positive, dead, Vector256<double>.Zero) + Vector256.Log(sum);

            Vector256<double> reciprocal = Vector256<double>.One / atT;
            Value += weight * (logSum - (logAtT * exponent));
            ByExponent += weight * ((share * ratio) - logAtT);
            ByAlpha += weight * ((share * (reciprocal - (Vector256<double>.One / atRecency))) - reciprocal);
            Dead += weight * share;
        }
    }
}
