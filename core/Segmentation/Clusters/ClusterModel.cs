namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>Clusters found over a base, stored with the run: any customer can be placed by them, and the next run takes its names from them.</summary>
/// <param name="Scales">One scale a feature, in the order of the centres' coordinates.</param>
/// <param name="Clusters">By falling value; empty for an empty base.</param>
/// <param name="Silhouette">Mean silhouette of the chosen number of clusters on the sample, −1 to 1.</param>
/// <param name="Tried">Every number of clusters that was tried.</param>
public sealed record ClusterModel(
    IReadOnlyList<FeatureScale> Scales,
    IReadOnlyList<Cluster> Clusters,
    double Silhouette,
    IReadOnlyList<TriedClusters> Tried)
{
    /// <summary>The mapped column behind the feature <see cref="ClusterFeature.Attribute"/>; null where that is not used.</summary>
    public string? Attribute { get; init; }
}

/// <summary>One cluster.</summary>
/// <param name="Name">Its segment.</param>
/// <param name="Centre">Standard scores, one a feature.</param>
/// <param name="Typical">The same point in natural units: days, orders, currency.</param>
/// <param name="Customers">Customers of the base nearest to it.</param>
public sealed record Cluster(SegmentDefinition Name, IReadOnlyList<double> Centre, IReadOnlyList<double> Typical, long Customers);

/// <summary>How well a number of clusters separates the sample.</summary>
/// <param name="Clusters">The number.</param>
/// <param name="Silhouette">Mean silhouette, −1 to 1.</param>
public sealed record TriedClusters(int Clusters, double Silhouette);
