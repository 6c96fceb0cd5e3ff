using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;
using ServerlessSeg.Core.Segmentation.Clusters;

namespace ServerlessSeg.Core.Tests.Segmentation.Clusters;

public sealed class ClusterFittingTests
{
    private const int AsOf = 2000;

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(0)]
    public void Fit_FindsWellSeparatedGroups(int miniBatchAbove)
    {
        CustomerSummary[] customers = Groups(6_000, seed: 1);
        ClusterModel model = Fit(customers, new ClusterOptions { MinClusters = 2, MiniBatchAbove = miniBatchAbove });
        Assert.Equal(4, model.Clusters.Count);
        Assert.Equal([1500L, 1500, 1500, 1500], model.Clusters.Select(c => c.Customers));
        Assert.True(model.Silhouette > 0.7, $"silhouette {model.Silhouette}");
        Assert.Equal(["ImportantRetain", "ImportantWinBack", "ImportantDevelop", "LowValue"], model.Clusters.Select(c => c.Name.Code));
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(0)]
    public void Fit_DependsOnNeitherRowOrderNorThreads(int miniBatchAbove)
    {
        CustomerSummary[] customers = [.. RandomBase.Create(7, 90_000).Select(f => f.Summary)];
        ClusterOptions options = new() { MiniBatchAbove = miniBatchAbove, Clusters = 4, Starts = 2, MaxIterations = 15 };
        ClusterModel one = Fit(customers, options, RandomBase.AsOfDay, parallelism: 1);
        new Random(3).Shuffle(customers);
        ClusterModel many = Fit(customers, options, RandomBase.AsOfDay, parallelism: 3);
        Assert.Equal(Text(one), Text(many));
    }

    [Fact]
    public void Fit_SmallBasesInAnyOrderGiveTheSameModel() =>
        Prop.ForAll<PositiveInt>(seed =>
        {
            CustomerSummary[] customers = [.. RandomBase.Create(seed.Get, seed.Get % 60).Select(f => f.Summary with { Key = f.Summary.Key % 5 })];
            ClusterModel forwards = Fit(customers, new ClusterOptions(), RandomBase.AsOfDay);
            Array.Reverse(customers);
            return Text(forwards) == Text(Fit(customers, new ClusterOptions(), RandomBase.AsOfDay));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fit_NamesStayWithTheirCentresWhenTheBaseDrifts()
    {
        ClusterModel first = Fit(Groups(4_000, seed: 1), new ClusterOptions());
        ClusterModel renamed = first with { Clusters = [.. first.Clusters.Select((c, i) => c with { Name = c.Name with { Code = $"Kept{i}" } })] };
        ClusterModel second = Fit(Groups(4_000, seed: 2, drift: 1.3), new ClusterOptions(), previous: renamed);
        Assert.Equal(["Kept0", "Kept1", "Kept2", "Kept3"], second.Clusters.Select(c => c.Name.Code));
    }

    [Fact]
    public void Fit_KeepsTheNumberOfClustersUnlessAnotherIsClearlyBetter()
    {
        CustomerSummary[] customers = Groups(4_000, seed: 1);
        ClusterModel five = Fit(customers, new ClusterOptions { Clusters = 5 });
        Assert.Equal(5, Fit(customers, new ClusterOptions { ChangeOnlyIfBetterBy = 2 }, previous: five).Clusters.Count);
        Assert.Equal(4, Fit(customers, new ClusterOptions(), previous: five).Clusters.Count);
    }

    [Fact]
    public void Fit_LrfmcSeparatesByLengthAndAttribute()
    {
        CustomerSummary[] customers = [.. Enumerable.Range(0, 2000).Select(i => Customer(i, 10, 3, 100, new Random(i)) with
        {
            FirstDay = i % 2 == 0 ? 100 : 1900,
            Attribute = i % 2 == 0 ? 0.9 : 0.1,
        })];
        ClusterModel model = Fit(customers, new ClusterOptions { Features = [.. Enum.GetValues<ClusterFeature>()], Attribute = "Discount", Clusters = 2 });
        Assert.Equal([1000L, 1000], model.Clusters.Select(c => c.Customers));
        Assert.Equal([0.1, 0.9], model.Clusters.Select(c => Math.Round(c.Typical[4], 2)).Order());
    }

    [Fact]
    public void Fit_EqualCustomersMakeOneCluster()
    {
        CustomerSummary[] customers = [.. Enumerable.Range(0, 50).Select(i => Customer(i, 10, 3, 100, new Random(4)))];
        Assert.Equal(50, Assert.Single(Fit(customers, new ClusterOptions()).Clusters).Customers);
    }

    [Fact]
    public void Json_BringsTheModelBack()
    {
        ClusterModel model = Fit(Groups(2_000, seed: 1), new ClusterOptions());
        ClusterModel back = JsonSerializer.Deserialize(Text(model), SegmentationJson.Default.ClusterModel)!;
        Assert.Equal(Text(model), Text(back));
        Assert.Equal(model.Clusters[0].Centre, back.Clusters[0].Centre);
    }

    private static string Text(ClusterModel model) => JsonSerializer.Serialize(model, SegmentationJson.Default.ClusterModel);

    private static ClusterModel Fit(CustomerSummary[] customers, ClusterOptions options, int asOf = AsOf, int parallelism = 1, ClusterModel? previous = null)
    {
        BaseColumns columns = new(new RfmOptions(), asOf);
        foreach (CustomerSummary customer in customers)
            columns.Add(customer, ClvFacts.Refused);
        return ClusterFitting.Fit(options, new BaseStatistics(columns), previous, parallelism, TestContext.Current.CancellationToken);
    }

    /// <summary>Four groups of equal size: the best, the best of the past, the new, and the gone.</summary>
    private static CustomerSummary[] Groups(int customers, int seed, double drift = 1)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, customers).Select(i => (i % 4) switch
        {
            0 => Customer(i, 5 * drift, 40 * drift, 4000 * drift, random),
            1 => Customer(i, 500 * drift, 38 * drift, 4000 * drift, random),
            2 => Customer(i, 6 * drift, 1.5 * drift, 60 * drift, random),
            _ => Customer(i, 600 * drift, 1.5 * drift, 50 * drift, random),
        })];
    }

    private static CustomerSummary Customer(int i, double days, double orders, double money, Random random)
    {
        double Near(double value) => value * (0.9 + (0.2 * random.NextDouble()));
        return new CustomerSummary
        {
            Key = (ulong)i,
            Id = $"c{i}",
            FirstDay = 100,
            LastDay = AsOf - (int)Math.Round(Near(days)),
            Purchases = (int)Math.Ceiling(Near(orders)),
            WindowOrders = (int)Math.Ceiling(Near(orders)),
            WindowNetMoney = (long)(Near(money) * 10_000),
        };
    }
}
