using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation.Clusters;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>Finds the parameters of every scheme over a base, and makes the schemes from them.</summary>
public static class SegmentationCatalogue
{
    /// <summary>Every scheme.</summary>
    public static IReadOnlyList<string> Names { get; } = 
        ["rfm11", "rfm10", "rfm8", "rfm6", "tier", "abc", "octant", "loyalty", "cluster", "lifecycle"];

    /// <summary>The schemes that read a <see cref="SegmentMap"/>, hence can be given another one.</summary>
    public static IReadOnlyList<string> MapSchemes { get; } = ["rfm11", "rfm10", "rfm6"];

    /// <summary>Finds the parameters of every scheme.</summary>
    /// <param name="options">Options without errors.</param>
    /// <param name="columns">The whole base.</param>
    /// <param name="previous">The parameters of the run before, from which clusters take their names; null for none.</param>
    /// <param name="parallelism">Threads, 1 or more; −1 for as many as there are processors. The result does not depend on it.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="SegmentationConfigurationException">The options have errors.</exception>
    /// <exception cref="OperationCanceledException">The search was stopped.</exception>
    public static SegmentationParameters Fit(
        SegmentationOptions options,
        BaseColumns columns,
        SegmentationParameters? previous = null,
        int parallelism = -1,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(columns);
        if (options.Errors() is { Count: > 0 } errors)
            throw new SegmentationConfigurationException(errors);
        BaseStatistics @base = new(columns);
        @base.Prepare(parallelism, cancellation);
        RfmCutPoints rfm = RfmCutPoints.Fit(options.Rfm, @base.Recency, @base.Frequency, @base.Monetary);
        return new SegmentationParameters
        {
            AsOfDay = columns.AsOfDay,
            Buyers = columns.Buyers,
            WithoutPurchase = columns.WithoutPurchase,
            Rfm = rfm,
            EightTypes = EightTypes.Fit(options.EightTypes, @base),
            Tier = ValueTiers.Fit(options.Tier, @base),
            Abc = AbcClasses.Fit(options.Abc, @base),
            Octant = OctantFitting.Fit(options.Octant, @base, rfm),
            Loyalty = options.Loyalty.Fit(@base),
            Cluster = options.Schemes.Contains("cluster", StringComparer.Ordinal)
                ? ClusterFitting.Fit(options.Cluster, @base, previous?.Cluster, parallelism, cancellation)
                : null,
            BaseGapDays = LifecycleStages.Fit(options.Lifecycle, @base),
        };
    }

    /// <summary>Makes the schemes that the options name, in the order of <see cref="Names"/>.</summary>
    /// <param name="options">Options without errors.</param>
    /// <param name="parameters">What was found over the base.</param>
    /// <param name="ownMaps">Own maps by the name of the scheme that they replace the map of.</param>
    /// <exception cref="SegmentationConfigurationException">The options have errors, or a map is given for a scheme that reads none.</exception>
    public static IReadOnlyList<ISegmentationScheme> Build(
        SegmentationOptions options,
        SegmentationParameters parameters,
        IReadOnlyDictionary<string, SegmentMap>? ownMaps = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parameters);
        List<string> errors = [.. options.Errors()];
        foreach (string scheme in ownMaps?.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>())
            if (!MapSchemes.Contains(scheme, StringComparer.Ordinal))
                errors.Add($"An own map is given for '{scheme}', which does not read a map; {string.Join(", ", MapSchemes)} do.");
        if (errors.Count > 0)
            throw new SegmentationConfigurationException(errors);
        RfmScorer scorer = new(options.Rfm, parameters.Rfm);
        return [.. Names.Where(n => options.Schemes.Contains(n, StringComparer.Ordinal)).Select(n => Make(n, options, parameters, scorer, ownMaps))];
    }

    private static ISegmentationScheme Make(
        string name, SegmentationOptions options, SegmentationParameters parameters, RfmScorer scorer, IReadOnlyDictionary<string, SegmentMap>? ownMaps) =>
        name switch
        {
            "rfm8" => new EightTypes(parameters.EightTypes, options.Rfm),
            "tier" => new ValueTiers(parameters.Tier),
            "abc" => new AbcClasses(parameters.Abc),
            "octant" => new Octants(parameters.Octant, options.Octant, parameters.Rfm.Levels),
            "loyalty" => new LoyaltyCube(parameters.Loyalty, options.Loyalty),
            "cluster" => new ClusterScheme(
                parameters.Cluster ?? throw new ArgumentException("The parameters hold no clusters; they were found without the scheme.", nameof(parameters)), options.Rfm),
            "lifecycle" => new LifecycleStages(parameters.BaseGapDays, options.Lifecycle),
            _ => new MapScheme(name, ownMaps?.GetValueOrDefault(name) ?? BuiltInMaps.Get(options.Maps.GetValueOrDefault(name) ?? name), scorer),
        };
}
