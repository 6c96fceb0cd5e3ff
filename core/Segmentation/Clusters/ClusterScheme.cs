using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation.Clusters;

/// <summary>Clusters of like customers, scheme <c>cluster</c>: each customer belongs to the nearest centre of the run's <see cref="ClusterModel"/>.</summary>
public sealed class ClusterScheme : ISegmentationScheme
{
    private readonly ClusterModel model;
    private readonly RfmOptions rfm;
    private readonly FeatureScale[] scales;
    private readonly double[] centres;

    /// <summary>Places customers by the model.</summary>
    /// <param name="model">Centres and scales.</param>
    /// <param name="rfm">How F and M are measured.</param>
    public ClusterScheme(ClusterModel model, RfmOptions rfm)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rfm);
        (this.model, this.rfm) = (model, rfm);
        scales = [.. model.Scales];
        centres = [.. model.Clusters.SelectMany(c => c.Centre)];
        Segments = [.. model.Clusters.Select(c => c.Name), SegmentDefinition.NoPurchase];
    }

    /// <inheritdoc />
    public string Name => "cluster";

    /// <inheritdoc />
    public IReadOnlyList<SegmentDefinition> Segments { get; }

    /// <inheritdoc />
    public byte Assign(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return (byte)(Segments.Count - 1);
        Span<double> scores = stackalloc double[scales.Length];
        for (int f = 0; f < scores.Length; f++)
            scores[f] = scales[f].Standardise(Natural(facts, scales[f].Feature));
        int chosen = 0;
        double least = double.PositiveInfinity;
        for (int c = 0; c < Segments.Count - 1; c++)
        {
            double squared = 0;
            for (int f = 0; f < scores.Length; f++)
            {
                double distance = scores[f] - centres[(c * scores.Length) + f];
                squared += distance * distance;
            }
            if (squared < least)
                (least, chosen) = (squared, c);
        }
        return (byte)chosen;
    }

    /// <inheritdoc />
    public Explanation Explain(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return Explanation.WithoutPurchase(Name);
        byte segment = Assign(facts);
        List<ExplanationFactor> factors = [];
        for (int f = 0; f < scales.Length; f++)
        {
            double value = Natural(facts, scales[f].Feature), typical = segment < model.Clusters.Count ? model.Clusters[segment].Typical[f] : double.NaN;
            string score = FormattableString.Invariant($"{scales[f].Standardise(value):0.00} standard deviations from the mean");
            factors.Add(ExplanationFactor.Of(NameOf(scales[f].Feature), value, UnitOf(scales[f].Feature), typical, score));
        }
        return new Explanation(Name, Segments[segment].Code, "The nearest of the cluster centres, whose typical values are given as cut points.", factors);
    }

    private double Natural(in CustomerFacts facts, ClusterFeature feature) => feature switch
    {
        ClusterFeature.Recency => facts.Summary.DaysSinceLast(facts.AsOfDay),
        ClusterFeature.Frequency => RfmScorer.Frequency(facts.Summary, rfm),
        ClusterFeature.Monetary => RfmScorer.Monetary(facts.Summary, rfm),
        ClusterFeature.Length => facts.Summary.AgeDays(facts.AsOfDay),
        _ => facts.Summary.Attribute,
    };

    private string NameOf(ClusterFeature feature) => feature switch
    {
        ClusterFeature.Recency => "recency",
        ClusterFeature.Frequency => "frequency",
        ClusterFeature.Monetary => "monetary",
        ClusterFeature.Length => "length",
        _ => model.Attribute ?? "attribute",
    };

    private string UnitOf(ClusterFeature feature) => feature switch
    {
        ClusterFeature.Recency or ClusterFeature.Length => "days",
        ClusterFeature.Frequency => rfm.Frequency == FrequencyMeasure.Orders ? "orders" : "purchase days",
        ClusterFeature.Monetary => "currency",
        _ => "as mapped",
    };
}
