using ServerlessSeg.Core.Clv.BetaGeometric;
using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// MBG/NBD: Batislam, Denizel &amp; Filiztekin (2007), "Empirical validation and comparison of models for customer base analysis",
/// International Journal of Research in Marketing 24(3). Customers may drop out after the first purchase too, so that PAlive is below 1
/// for x = 0.
/// </summary>
public sealed class MbgNbd : BetaGeometricModel
{
    /// <summary>A model with known parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not finite or not above 0.</exception>
    public MbgNbd(double r, double alpha, double a, double b, TimeUnit unit)
        : base(nameof(MbgNbd), 1, true, r, alpha, a, b, unit) =>
        Parameters = NamedValues.Of(BetaGeometricFit.Names, [r, alpha, a, b]);

    private MbgNbd(ReadOnlySpan<double> values, IReadOnlyList<ModelParameter> parameters, TimeUnit unit)
        : base(nameof(MbgNbd), 1, true, values[0], values[1], values[2], values[3], unit) => Parameters = parameters;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>Fits r, alpha, a, b by maximum likelihood.</summary>
    public static FitResult<MbgNbd> Fit(PurchaseHistories data, FitOptions? options = null) =>
        BetaGeometricFit.Run(data, 1, true, options, (values, parameters) => new MbgNbd(values, parameters, data.Unit));
}
