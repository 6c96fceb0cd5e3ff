using System.Collections.Concurrent;

namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>
/// Prediction intervals of customers' purchases and of their discounted margin. Both kinds of uncertainty are in them: which parameters are the true ones (normal on
/// log-parameters, by cubature) and what a customer does by chance given the parameters (the exact distribution of counts, and that of their money). Nothing is
/// drawn at random, so a result depends on the customer alone and not on order, threads or seeds.
/// <para>Counts are whole numbers and most customers have much probability at 0, so an interval usually holds more than its level: its ends are the smallest numbers that are not
/// exceeded with the tails' probabilities. It is calibrated in the sense that the level is covered once an outcome at an end counts by the part of its probability that
/// lies inside. That the model itself may be wrong is not in it.</para>
/// <para>What is approximate: the discount is taken at the mean date of purchases, and how the spend parameters' uncertainty weighs beside a customer's own mean is taken at the
/// population's mean.</para>
/// </summary>
public sealed class IntervalEstimator
{
    // Below this standard error of a log-parameter the spend model's uncertainty moves one customer's bound by less than it is computed to; of a segment's total it may still be the larger part.
    private const double NegligibleDeviation = 0.02;

    private readonly ICustomerBaseModel model;
    private readonly ICustomerBaseModel[] points;
    private readonly bool dependsOnRecency;
    private readonly ConcurrentDictionary<(int X, double T, double Recency), ActiveOutlook> actives = new();
    private readonly SpendTable table;
    private readonly TotalTerms terms;
    private readonly double discountRate;

    /// <summary>Prepares the parameter points.</summary>
    /// <param name="model">The fitted model of purchases.</param>
    /// <param name="spend">The fitted model of their money, whatever its verdict.</param>
    /// <param name="options">Level, horizon and discount rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public IntervalEstimator(FittedModel model, FitResult<GammaGamma> spend, IntervalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(spend);
        Options = (options ?? new IntervalOptions()).Validated();
        this.model = model.Model;
        points = ParameterPoints.Of(model.Model, model.LogParameterCovariance, model.Resample);
        dependsOnRecency = model.Model is not CustomerBaseModel { OutlookDependsOnRecency: false };
        GammaGamma[] spendPoints = ParameterPoints.Of(spend.Model, spend.LogParameterCovariance, spend.Resample);
        table = new SpendTable(ParameterPoints.LargestDeviation(spend.LogParameterCovariance) < NegligibleDeviation ? [spend.Model] : spendPoints, spend.Model);
        terms = new TotalTerms(points.Length, spend.Model, spendPoints);
        Horizon = Options.HorizonDays / PurchaseHistories.DaysIn(this.model.Unit);
        discountRate = DiscountRate.PerUnit(Options.AnnualDiscountRate, this.model.Unit);
    }

    /// <summary>What the intervals cover.</summary>
    public IntervalOptions Options { get; }

    /// <summary>The horizon in the model's time unit.</summary>
    public double Horizon { get; }

    /// <summary>The distribution for all customers with this history; compute it once a group.</summary>
    public PredictiveOutlook Outlook(in PurchaseHistory history)
    {
        var active = actives.GetOrAdd((history.Frequency, history.T, dependsOnRecency ? history.Recency : history.T), MakeActive);
        var mixture = new CountDistribution();
        double[] means = new double[points.Length];
        double variance = 0, share = 1.0 / points.Length;
        for (int i = 0; i < points.Length; i++)
        {
            double alive = Math.Clamp(points[i].PAlive(history), 0, 1);
            mixture.Add(0, share * (1 - alive));
            mixture.Add(active.Counts[i], share * alive);
            means[i] = alive * active.Means[i];
            variance += share * Math.Max(0, (alive * active.Squares[i]) - (means[i] * means[i]));
        }
        return new PredictiveOutlook(Options, table, terms, history.Frequency, active.Discount, mixture.Cumulative(), means, variance);
    }

    /// <summary>The outlook of every group of a customer base, on all cores: index it by <see cref="PurchaseHistories.GroupOfCustomer"/>.</summary>
    /// <param name="data">The groups, in the model's unit.</param>
    /// <param name="cancellationToken">Stops between two groups.</param>
    /// <exception cref="ArgumentException">Model and data have different units.</exception>
    public PredictiveOutlook[] Outlooks(PurchaseHistories data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Unit != model.Unit)
            throw new ArgumentException($"The model is in units of a {model.Unit}, the data in units of a {data.Unit}.", nameof(data));
        var outlooks = new PredictiveOutlook[data.Groups];
        Parallel.For(0, data.Groups, new ParallelOptions { CancellationToken = cancellationToken }, g => outlooks[g] = Outlook(data[g]));
        return outlooks;
    }

    /// <summary>Room for what totals need of a base, to be filled group by group.</summary>
    /// <param name="data">The base, in the model's unit.</param>
    public BaseOutlook OutlookOfBase(PurchaseHistories data) => new(terms, points.Length, data);

    /// <summary>The interval of one customer.</summary>
    /// <param name="history">The history in the model's time unit.</param>
    /// <param name="meanRepeatSpend">Mean money a repeat purchase; anything that is not above 0 stands for unknown.</param>
    /// <param name="marginRate">Share of the revenue that is margin, in [0, 1].</param>
    public PredictionInterval Estimate(in PurchaseHistory history, double meanRepeatSpend, double marginRate = 1) =>
        Outlook(history).For(meanRepeatSpend, marginRate);

    private ActiveOutlook MakeActive((int X, double T, double Recency) key) =>
        ActiveOutlook.Of(model, points, new PurchaseHistory(key.X, key.Recency, key.T), Horizon, discountRate);
}
