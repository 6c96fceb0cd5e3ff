using System.Text.Json.Serialization;

namespace ServerlessSeg.Core.Rfm;

/// <summary>How cut points between score levels are found.</summary>
[JsonConverter(typeof(CamelCaseEnum<CutPointMethod>))]
public enum CutPointMethod
{
    /// <summary>
    /// Type-7 quantiles at k/n. A value on a cut point takes the lower score, so a large group of equal low values (the
    /// one-time buyers) scores 1 and the levels that it swallowed are reported as empty.
    /// </summary>
    Quantile,

    /// <summary>The user's own thresholds: a level holds lower ≤ value &lt; upper.</summary>
    Thresholds,

    /// <summary>Levels of equal width between the smallest and the largest value. A value on a cut point takes the lower score.</summary>
    EqualWidth,

    /// <summary>Optimal k-means in one dimension; each cut point is the best value of the cluster below it.</summary>
    KMeans,

    /// <summary>Cut points of an earlier run, so that scores of several runs can be compared.</summary>
    Frozen,

    /// <summary>
    /// The method of R's <c>rfm</c> package (<c>bins()</c>): type-7 quantiles at k/n, plus 1 unit of the value (a day, an
    /// order, one currency unit); a level holds lower ≤ value &lt; upper. For reproducing its published results.
    /// </summary>
    RPackage,
}
