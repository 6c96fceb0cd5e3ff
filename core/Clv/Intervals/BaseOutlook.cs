namespace ServerlessSeg.Core.Clv.Intervals;

/// <summary>
/// What is kept of the outlooks of a whole base, group by group, once its customers have their intervals: as much as the totals of any segments need, a few numbers a group.
/// Groups may be set from several threads.
/// </summary>
public sealed class BaseOutlook
{
    private readonly int _points;
    private readonly float[] _numbers;

    internal BaseOutlook(TotalTerms terms, int points, PurchaseHistories data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Terms = terms;
        Histories = data;
        _points = points;
        _numbers = new float[(points + 2) * data.Groups];
    }

    /// <summary>The base and its groups.</summary>
    public PurchaseHistories Histories { get; }

    /// <summary>How the numbers make a customer's part of a total.</summary>
    internal TotalTerms Terms { get; }

    /// <summary>Keeps the outlook of a group.</summary>
    /// <param name="group">Its position.</param>
    /// <param name="outlook">Made by the estimator that made this.</param>
    public void Set(int group, PredictiveOutlook outlook)
    {
        ArgumentNullException.ThrowIfNull(outlook);
        Span<float> numbers = Numbers(group);
        for (int i = 0; i < _points; i++)
            numbers[i] = (float)outlook.MeansAtParameterPoints[i];
        numbers[_points] = (float)outlook.PurchaseVariance;
        numbers[_points + 1] = (float)outlook.Discount;
    }

    /// <summary>Computes what a customer adds to totals.</summary>
    /// <param name="group">The group of the customer's history.</param>
    /// <param name="frequency">x of the history.</param>
    /// <param name="meanRepeatSpend">Mean money a repeat purchase; anything that is not above 0 stands for unknown.</param>
    /// <param name="marginRate">Share of the revenue that is margin, in [0, 1].</param>
    /// <param name="terms">Room for the numbers.</param>
    internal void Fill(int group, int frequency, double meanRepeatSpend, double marginRate, Span<Int128> terms)
    {
        ReadOnlySpan<float> numbers = Numbers(group);
        Span<double> means = stackalloc double[_points];
        for (int i = 0; i < _points; i++)
            means[i] = numbers[i];
        int known = meanRepeatSpend > 0 && double.IsFinite(meanRepeatSpend) ? frequency : 0;
        Terms.Fill(terms, means, numbers[_points], marginRate * numbers[_points + 1], known, meanRepeatSpend);
    }

    private Span<float> Numbers(int group) => _numbers.AsSpan(group * (_points + 2), _points + 2);
}
