using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Evaluation;

/// <summary>A model that may be chosen: its name and how it is fitted.</summary>
/// <param name="Name">Name of the model, such as <c>BgNbd</c>.</param>
/// <param name="Fit">Fits it; never throws for legal data.</param>
public sealed record Candidate(string Name, Func<PurchaseHistories, FitOptions, FittedModel> Fit)
{
    /// <summary>The models that compete where nothing else is asked for, the simplest first.</summary>
    public static IReadOnlyList<Candidate> Default { get; } =
    [
        Of(nameof(Nbd), Nbd.Fit),
        Of(nameof(BgNbd), BgNbd.Fit),
        Of(nameof(MbgNbd), MbgNbd.Fit),
        Of(nameof(ParetoNbd), ParetoNbd.Fit),
        Of(nameof(BgCnbd), BgCnbd.Fit),
        Of(nameof(MbgCnbd), MbgCnbd.Fit),
    ];

    /// <summary>
    /// Every model of the family for purchases at any time. The Gamma-Gompertz/NBD contains the Pareto/NBD but for its edge, costs many times as much, and is rarely determined by
    /// data, so it competes only where it is named.
    /// </summary>
    public static IReadOnlyList<Candidate> All { get; } = [.. Default, Of(nameof(GammaGompertzNbd), GammaGompertzNbd.Fit)];

    /// <summary>The candidates of the given names, in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<Candidate> Named(IReadOnlyList<string> names) => [.. All.Where(candidate => names.Contains(candidate.Name, StringComparer.Ordinal))];

    /// <summary>A candidate from a model's own fit function: <c>Candidate.Of(nameof(BgNbd), BgNbd.Fit)</c>.</summary>
    public static Candidate Of<TModel>(string name, Func<PurchaseHistories, FitOptions?, FitResult<TModel>> fit)
        where TModel : ICustomerBaseModel =>
        new(name, (data, options) => FittedModel.Of(fit(data, options)));
}
