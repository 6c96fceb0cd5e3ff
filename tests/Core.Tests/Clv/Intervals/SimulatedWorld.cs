using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Evaluation;

namespace ServerlessSeg.Core.Tests.Clv.Intervals;

/// <summary>
/// Customers whose true rates, lifetimes and spend are drawn from known distributions, with what they did afterwards. Written apart from the
/// models' own code, so that the two can be held against each other.
/// </summary>
internal static class SimulatedWorld
{
    /// <summary>Dropout after a purchase (BG/NBD), or after the first one too (MBG/NBD); every k-th event is a purchase.</summary>
    public static List<RealisedOutcome> Geometric(int seed, int customers, int k, bool dropoutAtZero, double r, double alpha, double a, double b, (double From, double To) age, double horizon, (double P, double Q, double Gamma) spend)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, customers).Select(_ =>
            {
                double rate = Gamma(random, r) / alpha, first = Gamma(random, a), dropout = first / (first + Gamma(random, b));
                double t = age.From + ((age.To - age.From) * random.NextDouble()), end = t + horizon, time = 0;
                var times = new List<double>();
                bool active = !dropoutAtZero || random.NextDouble() >= dropout;
                while (active)
                {
                    for (int stage = 0; stage < k; stage++)
                        time -= Math.Log(1 - random.NextDouble()) / rate;
                    if (time > end)
                        break;
                    times.Add(time);
                    active = random.NextDouble() >= dropout;
                }
                return Outcome(random, times, t, spend);
            }),
        ];
    }

    /// <summary>Dropout at any moment (Pareto/NBD).</summary>
    public static List<RealisedOutcome> Pareto(int seed, int customers, double r, double alpha, double s, double beta, (double From, double To) age, double horizon, (double P, double Q, double Gamma) spend)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, customers).Select(_ =>
            {
                double rate = Gamma(random, r) / alpha, lifetime = -Math.Log(1 - random.NextDouble()) * beta / Gamma(random, s);
                double t = age.From + ((age.To - age.From) * random.NextDouble()), end = Math.Min(lifetime, t + horizon);
                var times = new List<double>();
                for (double time = -Math.Log(1 - random.NextDouble()) / rate; time <= end; time -= Math.Log(1 - random.NextDouble()) / rate)
                    times.Add(time);
                return Outcome(random, times, t, spend);
            }),
        ];
    }

    /// <summary>Gamma with rate 1 (Marsaglia &amp; Tsang 2000).</summary>
    public static double Gamma(Random random, double shape)
    {
        if (shape < 1)
            return Gamma(random, shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        double d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double z = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()), v = Math.Pow(1 + (c * z), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (z * z / 2) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }

    private static RealisedOutcome Outcome(Random random, List<double> times, double t, (double P, double Q, double Gamma) spend)
    {
        double rate = Gamma(random, spend.Q) / spend.Gamma, before = 0, after = 0;
        int x = 0, y = 0;
        foreach (double time in times)
        {
            double money = Gamma(random, spend.P) / rate;
            (x, before, y, after) = time <= t ? (x + 1, before + money, y, after) : (x, before, y + 1, after + money);
        }
        double gaps = 0;
        for (int i = 0; i < x; i++)
            gaps += Math.Log(times[i] - (i == 0 ? 0 : times[i - 1]));
        return new RealisedOutcome(new PurchaseHistory(x, x == 0 ? 0 : times[x - 1], t, gaps), x == 0 ? double.NaN : before / x, y, after);
    }
}
