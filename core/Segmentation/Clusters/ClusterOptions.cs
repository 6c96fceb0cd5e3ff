using System.Text.Json.Serialization;
using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>How clusters are found.</summary>
public sealed record ClusterOptions
{
    /// <summary>The features, each once. R, F and M by default; with length and attribute the LRFMC model of airlines.</summary>
    public IReadOnlyList<ClusterFeature> Features { get; set; } = [ClusterFeature.Recency, ClusterFeature.Frequency, ClusterFeature.Monetary];

    /// <summary>
    /// The mapped column that the feature <see cref="ClusterFeature.Attribute"/> is the mean of, over a customer's purchase lines: the mean
    /// discount of LRFMC. Given exactly where the features name it.
    /// </summary>
    public string? Attribute { get; set; }

    /// <summary>A fixed number of clusters, 2 to 10; null chooses it by silhouette.</summary>
    public int? Clusters { get; set; }

    /// <summary>The fewest clusters to try, 2 or more.</summary>
    public int MinClusters { get; set; } = 3;

    /// <summary>The most clusters to try, at most 10.</summary>
    public int MaxClusters { get; set; } = 8;

    /// <summary>
    /// How much better, in mean silhouette, another number of clusters must be than that of the run before to replace it, 0 or more.
    /// Keeps the number of clusters from flickering between runs.
    /// </summary>
    public double ChangeOnlyIfBetterBy { get; set; } = 0.02;

    /// <summary>k-means++ starts for each number of clusters, 1 to 100; the one with the least squared error wins.</summary>
    public int Starts { get; set; } = 5;

    /// <summary>Seed of sampling and starts.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Customers that starts are tried on, 1,000 or more.</summary>
    public int SampleSize { get; set; } = 10_000;

    /// <summary>The most iterations over all customers, 1 or more.</summary>
    public int MaxIterations { get; set; } = 50;

    /// <summary>Above this many customers the centres are moved by mini-batches instead of by all customers at once.</summary>
    public int MiniBatchAbove { get; set; } = 1_000_000;

    internal void AddErrors(List<string> errors)
    {
        if (Features.Count == 0 || Features.Distinct().Count() != Features.Count || !Features.All(Enum.IsDefined))
            errors.Add("cluster.features names at least one feature, and none twice.");
        if (Features.Contains(ClusterFeature.Attribute) && string.IsNullOrWhiteSpace(Attribute))
            errors.Add("cluster.attribute is missing: cluster.features names the attribute, so say which mapped column it is.");
        if (Attribute is not null && !Features.Contains(ClusterFeature.Attribute))
            errors.Add($"cluster.attribute is '{Attribute}', but cluster.features does not name the attribute.");
        if (Clusters is < 2 or > ClusterMatching.Most)
            errors.Add($"cluster.clusters is 2 to {ClusterMatching.Most}, or left out to choose by silhouette.");
        if (MinClusters < 2 || MaxClusters < MinClusters || MaxClusters > ClusterMatching.Most)
            errors.Add($"cluster.minClusters and cluster.maxClusters rise from 2 to {ClusterMatching.Most}.");
        if (!(ChangeOnlyIfBetterBy >= 0))
            errors.Add("cluster.changeOnlyIfBetterBy is 0 or more.");
        if (Starts is < 1 or > 100)
            errors.Add("cluster.starts is 1 to 100.");
        if (SampleSize < 1000)
            errors.Add("cluster.sampleSize is 1000 or more.");
        if (MaxIterations < 1)
            errors.Add("cluster.maxIterations is 1 or more.");
        if (MiniBatchAbove < 0)
            errors.Add("cluster.miniBatchAbove is 0 or more.");
    }
}

/// <summary>A property of a customer that clusters are made from.</summary>
[JsonConverter(typeof(CamelCaseEnum<ClusterFeature>))]
public enum ClusterFeature
{
    /// <summary>R: days since the last purchase, logarithmic.</summary>
    Recency,

    /// <summary>F: orders or purchase days as RFM counts them, logarithmic.</summary>
    Frequency,

    /// <summary>M: money as RFM measures it, logarithmic in units of its median, with its sign.</summary>
    Monetary,

    /// <summary>L: days since the first purchase, logarithmic.</summary>
    Length,

    /// <summary>C: the numeric attribute, as it is; a customer without one counts as average.</summary>
    Attribute,
}
