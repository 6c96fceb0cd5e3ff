using ServerlessSeg.Core.Clv;

namespace ServerlessSeg.Core.Evaluation;

/// <summary>One candidate with what it achieved.</summary>
/// <param name="Name">The candidate's name.</param>
/// <param name="Fit">The fit on the calibration period (on everything, where there was no holdout).</param>
/// <param name="Purchases">Predicted against actual purchases of the holdout; null without a holdout.</param>
/// <param name="Churn">Probability of no purchase within the holdout against what happened; null without a holdout.</param>
public sealed record CandidateScore(string Name, FittedModel Fit, ErrorMeasures? Purchases, ProbabilityMeasures? Churn);

/// <summary>A prediction without a model, for comparison.</summary>
/// <param name="Name"><c>SameAsLastPeriod</c>, <c>Hiatus</c> or <c>Mean</c>.</param>
/// <param name="Purchases">Predicted against actual purchases of the holdout.</param>
public sealed record BaselineScore(string Name, ErrorMeasures Purchases);

/// <summary>Which model is used, and every candidate's figures whether it won or not.</summary>
public sealed record ModelChoice
{
    private const double Tie = 1e-6;

    /// <summary>Longest silence of an active customer in the hiatus baseline, in days.</summary>
    public const int HiatusDays = 182;

    /// <summary>The best candidate; null where none could be fitted.</summary>
    public required CandidateScore? Chosen { get; init; }

    /// <summary>The rule it was chosen by, in words.</summary>
    public required string Criterion { get; init; }

    /// <summary>All candidates in the order they were given.</summary>
    public required IReadOnlyList<CandidateScore> Candidates { get; init; }

    /// <summary>The predictions without a model; empty without a holdout.</summary>
    public required IReadOnlyList<BaselineScore> Baselines { get; init; }

    /// <summary>
    /// Fits every candidate on the calibration period and scores it on the holdout. Chosen is, among the candidates whose fit is usable, the one with the lowest
    /// mean absolute error of a customer's purchases; of those that differ by less than a millionth the one with fewest parameters, then the first.
    /// </summary>
    /// <param name="split">The customers.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="options">How they are fitted; carries the cancellation token.</param>
    public static ModelChoice ByHoldout(CalibrationHoldout split, IReadOnlyList<Candidate> candidates, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(candidates);
        if (split.Customers.Count == 0)
            return new ModelChoice { Chosen = null, Criterion = "No customer had bought by the split date.", Candidates = [], Baselines = [] };
        var histories = PurchaseHistories.FromHistories(split.Customers.Select(c => c.History), split.Unit);
        double[] actual = [.. split.Customers.Select(c => (double)c.HoldoutPurchases)];
        bool[] silent = [.. split.Customers.Select(c => c.HoldoutPurchases == 0)];
        var scores = candidates.Select(c => Score(c.Name, c.Fit(histories, options ?? FitOptions.Default), split, actual, silent)).ToList();
        double hiatus = HiatusDays / PurchaseHistories.DaysIn(split.Unit);
        return new ModelChoice
        {
            Chosen = Best(scores, score => score.Purchases!.MeanAbsoluteError),
            Criterion = "Lowest mean absolute error of purchases in the holdout among usable fits; of equals the one with fewest parameters.",
            Candidates = scores,
            Baselines =
            [
                new(nameof(Evaluation.Baselines.SameAsLastPeriod), ErrorMeasures.Of(Evaluation.Baselines.SameAsLastPeriod(split), actual)),
                new(nameof(Evaluation.Baselines.Hiatus), ErrorMeasures.Of(Evaluation.Baselines.Hiatus(split, hiatus), actual)),
                new(nameof(Evaluation.Baselines.Mean), ErrorMeasures.Of(Evaluation.Baselines.Mean(split), actual)),
            ],
        };
    }

    /// <summary>Fits every candidate on everything and takes the usable one with the lowest Bayesian information criterion: for histories too short to hold a part back.</summary>
    /// <param name="histories">The customers.</param>
    /// <param name="candidates">The candidates.</param>
    /// <param name="options">How they are fitted; carries the cancellation token.</param>
    public static ModelChoice ByLikelihood(PurchaseHistories histories, IReadOnlyList<Candidate> candidates, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var scores = candidates.Select(c => new CandidateScore(c.Name, c.Fit(histories, options ?? FitOptions.Default), null, null)).ToList();
        return new ModelChoice
        {
            Chosen = Best(scores, score => score.Fit.Bic),
            Criterion = "Lowest Bayesian information criterion among usable fits; the history is too short for a holdout.",
            Candidates = scores,
            Baselines = [],
        };
    }

    private static CandidateScore? Best(IReadOnlyList<CandidateScore> scores, Func<CandidateScore, double> loss)
    {
        var usable = scores.Where(score => score.Fit.IsUsable && double.IsFinite(loss(score))).ToList();
        if (usable.Count == 0)
            return null;
        double lowest = usable.Min(loss);
        return usable.Where(score => loss(score) <= lowest + Tie * Math.Abs(lowest)).MinBy(score => score.Fit.EstimatedParameters);
    }

    private static CandidateScore Score(string name, FittedModel fit, CalibrationHoldout split, double[] actual, bool[] silent)
    {
        double[] predicted = new double[actual.Length], churn = new double[actual.Length];
        var known = new Dictionary<PurchaseHistory, (double, double)>();
        for (int i = 0; i < predicted.Length; i++)
        {
            var history = split.Customers[i].History with { SumLogGaps = 0 };
            if (!known.TryGetValue(history, out var answer))
            {
                answer = (fit.Model.ConditionalExpectedTransactions(history, split.Horizon), Math.Clamp(fit.Model.ProbabilityOfNoPurchase(history, split.Horizon), 0, 1));
                known.Add(history, answer);
            }
            (predicted[i], churn[i]) = answer;
        }
        return new CandidateScore(name, fit, ErrorMeasures.Of(predicted, actual), ProbabilityMeasures.Of(churn, silent));
    }
}
