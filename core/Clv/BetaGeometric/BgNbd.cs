using ServerlessSeg.Core.Clv.BetaGeometric;
using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// BG/NBD: Fader, Hardie &amp; Lee (2005), "Counting your customers the easy way", Marketing Science 24(2). Dropout happens after a repeat
/// purchase, so that a customer without one is certainly active: PAlive is 1 for x = 0.
/// </summary>
public sealed class BgNbd : BetaGeometricModel
{
    /// <summary>A model with known parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite or not above 0.</exception>
    public BgNbd(double r, double alpha, double a, double b, TimeUnit unit)
        : base(nameof(BgNbd), 1, false, r, alpha, a, b, unit) =>
        Parameters = NamedValues.Of(BetaGeometricFit.Names, [r, alpha, a, b]);

    private BgNbd(ReadOnlySpan<double> values, IReadOnlyList<ModelParameter> parameters, TimeUnit unit)
        : base(nameof(BgNbd), 1, false, values[0], values[1], values[2], values[3], unit) => Parameters = parameters;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>Fits r, alpha, a, b by maximum likelihood.</summary>
    public static FitResult<BgNbd> Fit(PurchaseHistories data, FitOptions? options = null) =>
        BetaGeometricFit.Run(data, 1, false, options, (values, parameters) => new BgNbd(values, parameters, data.Unit));
}
