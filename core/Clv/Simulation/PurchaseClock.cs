namespace ServerlessSeg.Core.Clv.Simulation;

/// <summary>Turns one customer's purchase times, given in order, into the history up to T and the count after it.</summary>
internal struct PurchaseClock(double t, double holdout, double resolution)
{
    private readonly double limit = t;
    private int frequency;
    private double last;
    private double sumLogGaps;

    /// <summary>No purchase after this is wanted.</summary>
    public double End { get; } = t + holdout;

    public int HoldoutPurchases { get; private set; }

    public readonly PurchaseHistory History => new(frequency, last, limit, sumLogGaps);

    /// <summary>Counts a purchase; with a resolution, purchases of one time slot are one.</summary>
    public void Purchase(double time)
    {
        double slot = resolution > 0 ? Math.Floor(time / resolution) * resolution : time;
        if (time > limit)
        {
            HoldoutPurchases++;
        }
        else if (slot > last)
        {
            frequency++;
            sumLogGaps += Math.Log(slot - last);
            last = slot;
        }
    }
}
