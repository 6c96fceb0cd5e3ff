using ServerlessSeg.Core.Clv.BetaGeometric;
using ServerlessSeg.Core.Clv.Optimisation;

namespace ServerlessSeg.Core.Clv;

/// <summary>
/// MBG/CNBD-k: MBG/NBD with Erlang-k inter-purchase times, for customers who buy more regularly than at random: Platzer &amp; Reutterer (2016), "Ticking
/// away the moments", Marketing Science 35(5). λ is the rate of stages, k of which make a purchase; k = 1 is <see cref="MbgNbd"/>.
/// </summary>
public sealed class MbgCnbd : BetaGeometricModel
{
    /// <summary>A model with known parameters.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1, or a parameter is not finite or not above 0.</exception>
    public MbgCnbd(int k, double r, double alpha, double a, double b, TimeUnit unit)
        : base(nameof(MbgCnbd), k, true, r, alpha, a, b, unit) =>
        Parameters = [new ModelParameter("k", k, double.NaN), .. NamedValues.Of(BetaGeometricFit.Names, [r, alpha, a, b])];

    private MbgCnbd(int k, ReadOnlySpan<double> values, IReadOnlyList<ModelParameter> parameters, TimeUnit unit)
        : base(nameof(MbgCnbd), k, true, values[0], values[1], values[2], values[3], unit) => Parameters = parameters;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>Fits r, alpha, a, b by maximum likelihood for every k from 1 to 12 and keeps the k with the highest.</summary>
    /// <remarks>The data must carry the sums of log gaps; without them k stays 1.</remarks>
    public static FitResult<MbgCnbd> Fit(PurchaseHistories data, FitOptions? options = null)
    {
        (int k, FitEvidence evidence) = BetaGeometricFit.ChooseK(data, true, options);
        return Describe(data, k, evidence);
    }

    /// <summary>Fits r, alpha, a, b by maximum likelihood for the k given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public static FitResult<MbgCnbd> Fit(PurchaseHistories data, int k, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return Describe(data, k, BetaGeometricFit.Maximise(data, k, true, options ?? FitOptions.Default));
    }

    private static FitResult<MbgCnbd> Describe(PurchaseHistories data, int k, FitEvidence evidence)
    {
        FitEvidence withK = evidence with { Fixed = [new ModelParameter("k", k, double.NaN)] };
        return new FitResult<MbgCnbd>(withK, data.Customers, (values, parameters) => new MbgCnbd(k, values, parameters, data.Unit));
    }
}
