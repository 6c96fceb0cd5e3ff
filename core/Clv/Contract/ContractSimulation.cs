using ServerlessSeg.Core.Clv.Simulation;

namespace ServerlessSeg.Core.Clv.Contract;

/// <summary>Draws cohorts from the story of the models: each customer's θ from a beta, then the renewal at which that customer leaves.</summary>
internal static class ContractSimulation
{
    /// <summary>One cohort over a number of renewals.</summary>
    /// <param name="alpha">α of the beta.</param>
    /// <param name="beta">β of the beta.</param>
    /// <param name="c">Shape of the discrete Weibull: S(t | θ) = (1 − θ)^(t^c).</param>
    /// <param name="customers">Customers at the start, 0 or more.</param>
    /// <param name="renewals">Renewals observed, 0 or more.</param>
    /// <param name="seed">The same seed gives the same cohort.</param>
    public static RenewalCounts Draw(double alpha, double beta, double c, int customers, int renewals, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(customers);
        ArgumentOutOfRangeException.ThrowIfNegative(renewals);
        double[] survivors = new double[renewals + 1];
        for (int i = 0; i < customers; i++)
        {
            var random = new SeededRandom(seed, (ulong)i);
            double theta = random.Beta(alpha, beta);
            // S(t | θ) falls below the uniform number at the first t above this.
            double stays = Math.Pow(Math.Log(random.Uniform()) / Math.Log(1 - theta), 1 / c);
            for (int t = 0; t <= renewals && !(stays < t); t++)
                survivors[t]++;
        }
        return RenewalCounts.FromSurvivors(survivors);
    }
}
