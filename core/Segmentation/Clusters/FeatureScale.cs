using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>
/// Turns a feature's natural value into a standard score: log(1 + |value| ÷ unit) with the value's sign (the attribute stays as it is),
/// minus the mean, divided by the standard deviation. The unit makes clusters independent of the currency.
/// </summary>
/// <param name="Feature">The feature.</param>
/// <param name="Unit">What the value is divided by before the logarithm.</param>
/// <param name="Mean">Mean of the transformed values.</param>
/// <param name="Deviation">Their standard deviation; 0 where all are equal, which makes every standard score 0.</param>
public sealed record FeatureScale(ClusterFeature Feature, double Unit, double Mean, double Deviation)
{
    /// <summary>Finds the scale from a feature's distribution, in ascending order, so that the order of the rows has no part in it.</summary>
    public static FeatureScale Fit(ClusterFeature feature, ValueDistribution values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            return new FeatureScale(feature, 1, 0, 0);
        double median = Math.Abs(values.Quantile(0.5));
        FeatureScale raw = new(feature, feature == ClusterFeature.Monetary && median > 0 ? median : 1, 0, 0);
        double mean = 0, squares = 0;
        for (int i = 0; i < values.Values.Length; i++)
            mean += raw.Transform(values.Values[i]) * values.CountAt(i);
        mean /= values.Count;
        for (int i = 0; i < values.Values.Length; i++)
        {
            double distance = raw.Transform(values.Values[i]) - mean;
            squares += distance * distance * values.CountAt(i);
        }
        double deviation = Math.Sqrt(squares / values.Count);
        return raw with { Mean = mean, Deviation = deviation > 1e-9 ? deviation : 0 };
    }

    /// <summary>The standard score of a natural value; 0 for NaN.</summary>
    public double Standardise(double value) => Deviation == 0 || double.IsNaN(value) ? 0 : (Transform(value) - Mean) / Deviation;

    /// <summary>The natural value of a standard score.</summary>
    public double Natural(double score)
    {
        double transformed = Mean + (score * Deviation);
        return Feature == ClusterFeature.Attribute ? transformed : Math.Sign(transformed) * Math.Exp(Math.Abs(transformed)) * Unit - (Math.Sign(transformed) * Unit);
    }

    private double Transform(double value) =>
        Feature == ClusterFeature.Attribute ? value : Math.Sign(value) * Math.Log(1 + (Math.Abs(value) / Unit));
}
