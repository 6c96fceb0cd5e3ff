using ServerlessSeg.Core.Clv;
using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>The buyers of a base as the models read them, in weeks and in the order of the base.</summary>
public sealed class BaseHistories
{
    private BaseHistories(PurchaseHistories grouped, SpendData spend, int distinctFrequencies)
    {
        Grouped = grouped;
        Spend = spend;
        DistinctFrequencies = distinctFrequencies;
    }

    /// <summary>(x, t_x, T) of every buyer; a customer's position counts buyers only.</summary>
    public PurchaseHistories Grouped { get; }

    /// <summary>(x, mean repeat value).</summary>
    public SpendData Spend { get; }

    /// <summary>How many different x there are.</summary>
    public int DistinctFrequencies { get; }

    /// <summary>Collects the buyers.</summary>
    public static BaseHistories Of(SummarisedBase customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        int buyers = customers.Customers.Count(static customer => customer.Purchases > 0);
        int[] frequency = new int[buyers], recency = new int[buyers], age = new int[buyers];
        double[] logGaps = new double[buyers], value = new double[buyers];
        int n = 0;
        foreach (ref readonly CustomerSummary customer in customers.Customers.AsSpan())
        {
            if (customer.Purchases == 0)
                continue;
            frequency[n] = customer.Frequency;
            recency[n] = customer.RecencyDays;
            age[n] = customer.AgeDays(customers.AsOfDay);
            logGaps[n] = customer.SumLogGapDays;
            value[n] = Predict.MeanRepeatValue(customer);
            n++;
        }
        return new BaseHistories(
            PurchaseHistories.FromDays(frequency, recency, age, logGaps, TimeUnit.Week),
            SpendData.FromCustomers(frequency, value),
            frequency.Distinct().Count());
    }
}
