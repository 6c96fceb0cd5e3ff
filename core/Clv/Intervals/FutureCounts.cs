using ServerlessSeg.Core.Clv.SpecialFunctions;

namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>
/// P(Y(T, T + h] = n | x, t_x, T, active at T) for n = 0, 1, …: the customer follows the same model with parameters that Bayes' rule has moved by the
/// history. Exact but for a tail below one in ten million, in a few nanoseconds a count.
/// </summary>
internal static class FutureCounts
{
    private const double Tail = 1e-7;
    private const int MostCounts = 1 << 17;
    private const int Nodes = 16;

    /// <summary>Adds the probabilities for a customer who is active at T, times <paramref name="weight"/>.</summary>
    /// <exception cref="NotSupportedException">The model is not of a family this class knows.</exception>
    public static void AddIfActive(ICustomerBaseModel model, in PurchaseHistory history, double horizon, double weight, CountDistribution to)
    {
        switch (model)
        {
            case BetaGeometricModel geometric:
                AddGeometric(geometric, history, horizon, weight, to);
                break;
            case ContinuousLifetimeModel lifetime:
                AddLifetime(lifetime, history, horizon, weight, to);
                break;
            default:
                throw new NotSupportedException($"Counts of {model.Name} are not known.");
        }
    }

    /// <summary>Dropout after purchases only; <c>phase</c> of the k stages to the next purchase have passed.</summary>
    private static void AddGeometric(BetaGeometricModel model, in PurchaseHistory history, double horizon, double weight, CountDistribution to)
    {
        double e = model.R + ((double)model.K * history.Frequency), rate = model.Alpha + history.T;
        double ratio = (history.T - history.Recency) / rate, share = 1, shares = 0;
        for (int phase = 0; phase < model.K; phase++)
        {
            shares += share;
            share *= (e + phase) / (phase + 1) * ratio;
        }
        share = 1;
        for (int phase = 0; phase < model.K; phase++)
        {
            if (share > 0)
                AddPhase(new NegativeBinomial(e + phase, rate, horizon), model.K, phase, model.A, model.SurvivorB(history.Frequency), weight * share / shares, to);
            share *= (e + phase) / (phase + 1) * ratio;
        }
    }

    /// <summary>P(Y = n) = E[(1 − p)^n] P(N = n) + E[p (1 − p)^(n−1)] P(N ≥ n), N the purchases of a customer who never drops out.</summary>
    private static void AddPhase(in NegativeBinomial events, int k, int phase, double a, double b, double weight, CountDistribution to)
    {
        int m = 0, first = FirstEvent(events);
        double mass = first == 0 ? Math.Exp(events.LogMass(0)) : 0, left = 1, survives = 1, drops = 0;
        for (int n = 0; n < MostCounts; n++)
        {
            double here = 0;
            for (; m < ((n + 1) * k) - phase; m++)
            {
                here += mass;
                mass = m + 1 == first ? Math.Exp(events.LogMass(first)) : mass * events.Ratio(m);
            }
            to.Add(n, weight * ((survives * here) + (drops * left)));
            left = Math.Max(0, left - here);
            if (left * survives < Tail)
            {
                to.Add(n + 1, weight * left * survives);
                return;
            }
            drops = survives * a / (a + b + n);
            survives *= (b + n) / (a + b + n);
        }
    }

    /// <summary>Dropout at any moment: the counts up to it, over the quadrature of its density, and those of the customers who outlive the horizon.</summary>
    private static void AddLifetime(ContinuousLifetimeModel model, in PurchaseHistory history, double horizon, double weight, CountDistribution counts)
    {
        double e = model.R + history.Frequency, rate = model.Alpha + history.T, age = history.T;
        double now = model.LogSurvival(age), outlives = Math.Exp(model.LogSurvival(age + horizon) - now);
        AddPoissonGamma(new NegativeBinomial(e, rate, horizon), weight * outlives, counts);
        double leaves = 1 - outlives;
        if (leaves < Tail)
            return;
        // On the logarithm of time both the density of the lifetime and the counts are smooth, but for the first purchases of a frequent buyer: they get a panel of their own.
        double scale = Math.Min(rate, TimeScale(model, age, horizon)), first = Precise.Log1P(Math.Min(horizon, 10 * rate / e) / scale), end = Precise.Log1P(horizon / scale);
        int panels = first < end ? 1 + Math.Clamp((int)(e * horizon / rate / 25), 1, 8) : 1;
        Span<double> times = stackalloc double[panels * Nodes], densities = stackalloc double[panels * Nodes];
        double total = 0;
        for (int panel = 0, at = 0; panel < panels; panel++)
        {
            double from = panel == 0 ? 0 : first + ((end - first) * (panel - 1) / (panels - 1)), to = panel == 0 ? first : first + ((end - first) * panel / (panels - 1));
            for (int i = 0; i < Nodes; i++, at++)
            {
                double growth = Math.Exp(from + ((to - from) * GaussLegendre.Sixteen.Nodes[i]));
                times[at] = scale * (growth - 1);
                densities[at] = GaussLegendre.Sixteen.Weights[i] * (to - from) * growth * Math.Exp(model.LogDensity(age + times[at]) - now);
                total += densities[at];
            }
        }
        for (int at = 0; at < times.Length; at++)
            AddPoissonGamma(new NegativeBinomial(e, rate, times[at]), weight * leaves * densities[at] / total, counts);
    }

    /// <summary>The time in which the hazard at this age would end a lifetime.</summary>
    private static double TimeScale(ContinuousLifetimeModel model, double age, double horizon)
    {
        double soon = 1e-3 * horizon;
        return soon / (model.LogSurvival(age) - model.LogSurvival(age + soon));
    }

    private static void AddPoissonGamma(in NegativeBinomial events, double weight, CountDistribution to)
    {
        if (!(weight > 0))
            return;
        int first = FirstEvent(events);
        double mass = Math.Exp(events.LogMass(first)), left = 1;
        for (int n = first; n < MostCounts; n++)
        {
            to.Add(n, weight * mass);
            left -= mass;
            if (left < Tail)
            {
                to.Add(n + 1, weight * Math.Max(0, left));
                return;
            }
            mass *= events.Ratio(n);
        }
    }

    /// <summary>Where to begin so that the first mass does not underflow: what lies below is less than the tail left out above.</summary>
    private static int FirstEvent(in NegativeBinomial events) =>
        events.LogMass(0) > -600 ? 0 : Math.Max(0, (int)(events.Mean - (12 * events.Deviation)));
}
