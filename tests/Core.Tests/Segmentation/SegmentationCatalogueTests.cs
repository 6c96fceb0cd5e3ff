using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Core.Tests.Segmentation;

public sealed class SegmentationCatalogueTests
{
    [Fact]
    public void Assign_EverySchemeIsTotalAndExplainsWhatItAssigns() =>
        Prop.ForAll<PositiveInt, bool>((seed, clv) =>
        {
            (_, IReadOnlyList<ISegmentationScheme> schemes, CustomerFacts[] facts) = RandomBase.Segment(RandomBase.Create(seed.Get, seed.Get % 120, clv));
            return schemes.All(scheme => facts.All(f =>
            {
                byte segment = scheme.Assign(f);
                Explanation why = scheme.Explain(f);
                return segment < scheme.Segments.Count && why.Segment == scheme.Segments[segment].Code && why.Scheme == scheme.Name && why.Rule.Length > 0;
            }));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Assign_EveryMethodAndNumberOfLevelsIsTotal() =>
        Prop.ForAll<PositiveInt>(seed =>
        {
            CutPointMethod[] methods = [CutPointMethod.Quantile, CutPointMethod.EqualWidth, CutPointMethod.KMeans, CutPointMethod.RPackage];
            SegmentationOptions options = new()
            {
                Schemes = ["rfm11", "rfm10", "rfm8", "rfm6", "octant"],
                EightTypes = (EightTypeSplit)(seed.Get % 2),
                Rfm = new() { Levels = 3 + (seed.Get % 8), Method = methods[seed.Get % 4], Monetary = (MonetaryMeasure)(seed.Get % 3), Frequency = (FrequencyMeasure)(seed.Get % 2) },
            };
            (_, IReadOnlyList<ISegmentationScheme> schemes, CustomerFacts[] facts) = RandomBase.Segment(RandomBase.Create(seed.Get, seed.Get % 90), options);
            return schemes.All(scheme => facts.All(f => scheme.Assign(f) < scheme.Segments.Count
                && (scheme.Segments[scheme.Assign(f)].Code == "NoPurchase") != f.HasPurchase));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Assign_EqualCustomersAreInEqualSegmentsWhateverTheirNames() =>
        Prop.ForAll<PositiveInt>(seed =>
        {
            (_, IReadOnlyList<ISegmentationScheme> schemes, CustomerFacts[] facts) = RandomBase.Segment(RandomBase.Create(seed.Get, 1 + (seed.Get % 60)));
            return facts.All(f =>
            {
                CustomerFacts twin = new(f.Summary with { Key = ~f.Summary.Key, Id = "twin" }, f.AsOfDay, f.Score, f.Clv);
                return schemes.All(s => s.Assign(twin) == s.Assign(f));
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Assign_MoneyScaledAndTimeShiftedChangeNothing() =>
        Prop.ForAll<PositiveInt, PositiveInt>((seed, size) =>
        {
            // Factors that are exact in binary: a split in the middle of a gap must not be moved across it by rounding.
            int customers = 1 + (seed.Get % 150), factor = 1 << (size.Get % 8), days = 1 + (size.Get * 37 % 2_000);
            return Codes(RandomBase.Create(seed.Get, customers)).SequenceEqual(Codes(RandomBase.Create(seed.Get, customers, shiftDays: days, moneyFactor: factor)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Assign_OrderPartsAndThreadsChangeNothing() =>
        Prop.ForAll<PositiveInt, PositiveInt>((seed, threads) =>
        {
            CustomerFacts[] facts = RandomBase.Create(seed.Get, 1 + (seed.Get % 150)), shuffled = [.. facts];
            new Random(threads.Get).Shuffle(shuffled);
            return Codes(facts).SequenceEqual(Codes(shuffled, 1 + (threads.Get % 4)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Segments_HaveUniqueCodesAndBothNames()
    {
        (_, IReadOnlyList<ISegmentationScheme> schemes, _) = RandomBase.Segment(RandomBase.Create(1, 50));
        Assert.Equal(SegmentationCatalogue.Names, schemes.Select(s => s.Name));
        foreach (ISegmentationScheme scheme in schemes)
        {
            Assert.Equal(scheme.Segments.Count, scheme.Segments.Select(s => s.Code).Distinct(StringComparer.Ordinal).Count());
            Assert.All(scheme.Segments, s => Assert.DoesNotContain("", new[] { s.English, s.Chinese, s.Meaning }));
        }
    }

    [Fact]
    public void Build_OwnMapReplacesTheSchemesMap()
    {
        SegmentMap own = SegmentMap.Parse("""{"segments":[{"code":"Everyone","english":"Everyone","otherwise":true}]}"""u8, "own");
        SegmentationOptions options = new() { Schemes = ["rfm11"] };
        (SegmentationParameters parameters, _, CustomerFacts[] facts) = RandomBase.Segment(RandomBase.Create(3, 40), options);
        ISegmentationScheme scheme = SegmentationCatalogue.Build(options, parameters, new Dictionary<string, SegmentMap> { ["rfm11"] = own }).Single();
        Assert.Equal("rfm11", scheme.Name);
        Assert.All(facts, f => Assert.Equal(f.HasPurchase ? "Everyone" : "NoPurchase", scheme.Segments[scheme.Assign(f)].Code));
    }

    [Fact]
    public void Build_AnotherMapIsChosenByName()
    {
        SegmentationOptions options = new() { Schemes = ["rfm6"], Maps = new Dictionary<string, string> { ["rfm6"] = "shopify" } };
        (_, IReadOnlyList<ISegmentationScheme> schemes, _) = RandomBase.Segment(RandomBase.Create(3, 40), options);
        Assert.Contains(schemes.Single().Segments, s => s.Code == "PreviouslyLoyal");
    }

    [Fact]
    public void Fit_NamesEveryErrorOfTheOptions()
    {
        SegmentationOptions options = new()
        {
            Schemes = ["rfm11", "rfm99"],
            Maps = new Dictionary<string, string> { ["rfm8"] = "nothing" },
            Rfm = new() { Levels = 40 },
        };
        SegmentationConfigurationException refused = Assert.Throws<SegmentationConfigurationException>(
            () => SegmentationCatalogue.Fit(options, new BaseColumns(options.Rfm, 0), cancellation: TestContext.Current.CancellationToken));
        foreach (string part in new[] { "rfm99", "rfm8", "nothing", "levels is 40" })
            Assert.Contains(refused.Errors, e => e.Contains(part, StringComparison.Ordinal));
    }

    private static IEnumerable<(string, string, string)> Codes(CustomerFacts[] facts, int parts = 1)
    {
        (_, IReadOnlyList<ISegmentationScheme> schemes, CustomerFacts[] scored) = RandomBase.Segment(facts, parallelism: parts);
        return scored.SelectMany(f => schemes.Select(s => (f.Summary.Id, s.Name, s.Segments[s.Assign(f)].Code))).Order();
    }
}
