namespace ServerlessSeg.Core.Clv;

/// <summary>What customers are scored for. Times are in the model's unit.</summary>
/// <param name="Horizon">Duration for which purchases are expected and discounted.</param>
/// <param name="ChurnHorizon">Duration without a purchase that counts as churn.</param>
/// <param name="DiscountRatePerUnit">Continuous discount rate a unit of time; 0 for none.</param>
public readonly record struct ScoringTerms(double Horizon, double ChurnHorizon, double DiscountRatePerUnit);

/// <summary>
/// The predictions for every group of a customer base: index them by <see cref="PurchaseHistories.GroupOfCustomer"/>. The outlook of an
/// active customer is the same for all who share (x, T), so that only PAlive is computed for each group.
/// </summary>
public sealed class CustomerScores
{
    private readonly double[] pAlive;
    private readonly double[] expected;
    private readonly double[] discounted;
    private readonly double[] noPurchase;

    private CustomerScores(int groups)
    {
        pAlive = new double[groups];
        expected = new double[groups];
        discounted = new double[groups];
        noPurchase = new double[groups];
    }

    /// <summary>P(alive) of each group.</summary>
    public ReadOnlySpan<double> PAlive => pAlive;

    /// <summary>Purchases expected within the horizon, of each group.</summary>
    public ReadOnlySpan<double> ConditionalExpectedTransactions => expected;

    /// <summary>The same, discounted to T.</summary>
    public ReadOnlySpan<double> DiscountedExpectedTransactions => discounted;

    /// <summary>Probability of no purchase within the churn horizon, of each group.</summary>
    public ReadOnlySpan<double> ProbabilityOfNoPurchase => noPurchase;

    /// <summary>Scores every group, on all cores.</summary>
    /// <exception cref="ArgumentException">Model and data have different units.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A duration or the rate is negative or not finite.</exception>
    public static CustomerScores Of(ICustomerBaseModel model, PurchaseHistories data, ScoringTerms terms, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        if (model.Unit != data.Unit)
            throw new ArgumentException($"The model is in units of a {model.Unit}, the data in units of a {data.Unit}.", nameof(data));
        foreach (double term in (ReadOnlySpan<double>)[terms.Horizon, terms.ChurnHorizon, terms.DiscountRatePerUnit])
        {
            if (!(term >= 0) || !double.IsFinite(term))
                throw new ArgumentOutOfRangeException(nameof(terms), terms, "A duration or rate must be finite and at least 0.");
        }
        var scores = new CustomerScores(data.Groups);
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        if (model is CustomerBaseModel { OutlookDependsOnRecency: false } separable)
        {
            int[] starts = StartsOfSharedOutlook(data);
            Parallel.For(0, starts.Length - 1, parallel, i => scores.AddShared(separable, data, terms, starts[i], starts[i + 1]));
        }
        else
        {
            Parallel.For(0, data.Groups, parallel, g => scores.AddOne(model, data[g], terms, g));
        }
        return scores;
    }

    private void AddShared(CustomerBaseModel model, PurchaseHistories data, ScoringTerms terms, int from, int to)
    {
        PurchaseHistory any = data[from];
        double purchases = terms.Horizon > 0 ? model.ExpectedIfActive(any, terms.Horizon) : 0;
        double present = terms.Horizon > 0 && terms.DiscountRatePerUnit > 0 ? model.DiscountedIfActive(any, terms.Horizon, terms.DiscountRatePerUnit) : purchases;
        double returns = terms.ChurnHorizon > 0 ? model.PurchaseProbabilityIfActive(any, terms.ChurnHorizon) : 0;
        for (int g = from; g < to; g++)
        {
            double alive = model.PAlive(data[g]);
            pAlive[g] = alive;
            expected[g] = alive * purchases;
            discounted[g] = alive * present;
            noPurchase[g] = 1 - (alive * returns);
        }
    }

    private void AddOne(ICustomerBaseModel model, in PurchaseHistory history, ScoringTerms terms, int g)
    {
        pAlive[g] = model.PAlive(history);
        expected[g] = model.ConditionalExpectedTransactions(history, terms.Horizon);
        discounted[g] = model.DiscountedExpectedTransactions(history, terms.Horizon, terms.DiscountRatePerUnit);
        noPurchase[g] = model.ProbabilityOfNoPurchase(history, terms.ChurnHorizon);
    }

    private static int[] StartsOfSharedOutlook(PurchaseHistories data)
    {
        var starts = new List<int>();
        for (int g = 0; g < data.Groups; g++)
        {
            if (g == 0 || data.Frequency[g] != data.Frequency[g - 1] || data.T[g] != data.T[g - 1])
                starts.Add(g);
        }
        starts.Add(data.Groups);
        return [.. starts];
    }
}
