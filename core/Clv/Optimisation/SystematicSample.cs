namespace ServerlessSeg.Core.Clv.Optimisation;

/// <summary>Every m-th customer in the order of the groups: a small data set with the shape of the large one, always the same.</summary>
internal static class SystematicSample
{
    private const int GroupsWorthSampling = 6000;
    private const double SampledCustomers = 5000;

    /// <summary>The data themselves where they have few groups.</summary>
    public static PurchaseHistories Of(PurchaseHistories data)
    {
        if (data.Groups <= GroupsWorthSampling)
            return data;
        double interval = data.Customers / SampledCustomers, passed = interval / 2;
        var rows = new List<(PurchaseHistory, double)>();
        for (int g = 0; g < data.Groups; g++)
        {
            double hits = 0;
            for (passed -= data.Weight[g]; passed < 0; passed += interval)
                hits++;
            if (hits > 0)
                rows.Add((data[g], hits));
        }
        return PurchaseHistories.FromWeighted(rows, data.Unit);
    }
}
