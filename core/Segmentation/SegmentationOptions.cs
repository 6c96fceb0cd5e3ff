using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation.Clusters;
using ServerlessSeg.Core.Segmentation.Profiles;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>The whole configuration of the segmentation: <c>segmentation.json</c>. Everything left out has the default documented here.</summary>
public sealed record SegmentationOptions
{
    /// <summary>The schemes to compute; all by default. RFM scores are always computed.</summary>
    public IReadOnlyList<string> Schemes { get; set; } = SegmentationCatalogue.Names;

    /// <summary>
    /// Other built-in maps to show under the name of a map scheme: <c>{"rfm6": "shopify"}</c>. Own maps are given beside the options
    /// (<see cref="SegmentationCatalogue.Build"/>) and go before these.
    /// </summary>
    public IReadOnlyDictionary<string, string> Maps { get; set; } = new Dictionary<string, string>();

    /// <summary>Recency, frequency, monetary value.</summary>
    public RfmOptions Rfm { get; set; } = new();

    /// <summary>Where the eight customer types are split.</summary>
    public EightTypeSplit EightTypes { get; set; } = EightTypeSplit.Mean;

    /// <summary>High, middle and low value, and the list of the best.</summary>
    public TierOptions Tier { get; set; } = new();

    /// <summary>ABC classes.</summary>
    public AbcOptions Abc { get; set; } = new();

    /// <summary>The eight octants.</summary>
    public OctantOptions Octant { get; set; } = new();

    /// <summary>The loyalty cube.</summary>
    public LoyaltyOptions Loyalty { get; set; } = new();

    /// <summary>Clusters.</summary>
    public ClusterOptions Cluster { get; set; } = new();

    /// <summary>The lifecycle.</summary>
    public LifecycleOptions Lifecycle { get; set; } = new();

    /// <summary>By what segments are described.</summary>
    public ProfileOptions Profile { get; set; } = new();

    /// <summary>The mapped attributes that are read with the customers.</summary>
    public AttributeChoice ChosenAttributes() => new(Schemes.Contains("cluster", StringComparer.Ordinal) ? Cluster.Attribute : null, Profile.Attributes);

    /// <summary>Reads the configuration: JSON in camelCase, comments and trailing commas allowed.</summary>
    /// <exception cref="SegmentationConfigurationException">Something is unknown or wrong; every error is named.</exception>
    public static SegmentationOptions Parse(ReadOnlySpan<byte> json) => SegmentationOptionsReader.Read(json);

    /// <summary>The configuration as JSON, every default written out: what is stored with a run.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, SegmentationJson.Default.SegmentationOptions);

    /// <summary>Everything that is wrong with the options; empty when they can be used.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> errors = [.. Rfm.Errors()];
        if (Schemes.Count == 0)
            errors.Add("schemes is empty; leave it out for all.");
        foreach (string scheme in Schemes.Where(s => !SegmentationCatalogue.Names.Contains(s, StringComparer.Ordinal)))
            errors.Add($"schemes: '{scheme}' is not known; there are {string.Join(", ", SegmentationCatalogue.Names)}.");
        foreach (string twice in Schemes.GroupBy(s => s, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
            errors.Add($"schemes: '{twice}' is named twice.");
        foreach ((string scheme, string map) in Maps.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            if (!SegmentationCatalogue.MapSchemes.Contains(scheme, StringComparer.Ordinal))
                errors.Add($"maps: '{scheme}' does not read a map; {string.Join(", ", SegmentationCatalogue.MapSchemes)} do.");
            if (!BuiltInMaps.Names.Contains(map, StringComparer.Ordinal))
                errors.Add($"maps.{scheme}: there is no map '{map}'; there are {string.Join(", ", BuiltInMaps.Names)}.");
        }
        if (!Enum.IsDefined(EightTypes))
            errors.Add("eightTypes is mean or median.");
        Tier.AddErrors(errors);
        Abc.AddErrors(errors);
        Octant.AddErrors(errors);
        Loyalty.AddErrors(errors);
        Cluster.AddErrors(errors);
        Lifecycle.AddErrors(errors);
        Profile.AddErrors(errors);
        return errors;
    }
}
