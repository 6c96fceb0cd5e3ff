using System.Runtime.InteropServices;
using ServerlessSeg.Core.Rfm;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// What the schemes need of every buyer at once to find their cut points: about 70 bytes a buyer, in columns. Key ranges may be
/// collected apart and appended in any order: nothing found from the columns depends on their order. Not thread-safe while it grows.
/// </summary>
public sealed class BaseColumns
{
    private readonly List<ulong> keys;
    private readonly List<int> firstDays, lastDays, purchases, frequencies, products;
    private readonly List<double> monetary, attributes, predicted;
    private readonly List<long> netMoney;

    /// <summary>Starts empty columns.</summary>
    /// <param name="rfm">How frequency and money are measured.</param>
    /// <param name="asOfDay">As-of date in days since 1970-01-01.</param>
    /// <param name="capacity">Buyers expected, so that the columns need not grow.</param>
    public BaseColumns(RfmOptions rfm, int asOfDay, int capacity = 0)
    {
        ArgumentNullException.ThrowIfNull(rfm);
        Rfm = rfm;
        AsOfDay = asOfDay;
        (keys, firstDays, lastDays, purchases, frequencies, products) = (new(capacity), new(capacity), new(capacity), new(capacity), new(capacity), new(capacity));
        (monetary, attributes, predicted, netMoney) = (new(capacity), new(capacity), new(capacity), new(capacity));
    }

    /// <summary>How frequency and money are measured.</summary>
    public RfmOptions Rfm { get; }

    /// <summary>As-of date in days since 1970-01-01.</summary>
    public int AsOfDay { get; }

    /// <summary>Customers with at least one purchase: the rows of the columns.</summary>
    public int Buyers => keys.Count;

    /// <summary>Customers without any purchase, who are in no column.</summary>
    public long WithoutPurchase { get; private set; }

    /// <summary>Customer keys.</summary>
    public ReadOnlySpan<ulong> Keys => CollectionsMarshal.AsSpan(keys);

    /// <summary>Day of the first purchase.</summary>
    public ReadOnlySpan<int> FirstDays => CollectionsMarshal.AsSpan(firstDays);

    /// <summary>Day of the last purchase.</summary>
    public ReadOnlySpan<int> LastDays => CollectionsMarshal.AsSpan(lastDays);

    /// <summary>Purchase days over the whole history.</summary>
    public ReadOnlySpan<int> Purchases => CollectionsMarshal.AsSpan(purchases);

    /// <summary>RFM's F.</summary>
    public ReadOnlySpan<int> Frequencies => CollectionsMarshal.AsSpan(frequencies);

    /// <summary>RFM's M in currency units.</summary>
    public ReadOnlySpan<double> Monetary => CollectionsMarshal.AsSpan(monetary);

    /// <summary>Net money of the whole history in ten-thousandths.</summary>
    public ReadOnlySpan<long> NetMoney => CollectionsMarshal.AsSpan(netMoney);

    /// <summary>Distinct products.</summary>
    public ReadOnlySpan<int> Products => CollectionsMarshal.AsSpan(products);

    /// <summary>The numeric attribute that the segmentation names; NaN where a customer has none.</summary>
    public ReadOnlySpan<double> Attributes => CollectionsMarshal.AsSpan(attributes);

    /// <summary>Predicted CLV in currency units; NaN where the models were refused.</summary>
    public ReadOnlySpan<double> PredictedClv => CollectionsMarshal.AsSpan(predicted);

    /// <summary>Adds a customer.</summary>
    public void Add(in CustomerSummary customer, in ClvFacts clv)
    {
        if (customer.Purchases == 0)
        {
            WithoutPurchase++;
            return;
        }
        keys.Add(customer.Key);
        firstDays.Add(customer.FirstDay);
        lastDays.Add(customer.LastDay);
        purchases.Add(customer.Purchases);
        frequencies.Add(RfmScorer.Frequency(customer, Rfm));
        products.Add(customer.Products);
        monetary.Add(RfmScorer.Monetary(customer, Rfm));
        attributes.Add(customer.Attribute);
        predicted.Add(clv.IsPredicted ? clv.PredictedClv : double.NaN);
        netMoney.Add(customer.NetMoney);
    }

    /// <summary>Adds the columns of another part of the base.</summary>
    /// <exception cref="ArgumentException">The other part has another as-of date or measures differently.</exception>
    public void Append(BaseColumns other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.AsOfDay != AsOfDay || other.Rfm.Frequency != Rfm.Frequency || other.Rfm.Monetary != Rfm.Monetary || other.Rfm.WindowDays != Rfm.WindowDays)
            throw new ArgumentException("Both parts of a base must have the same as-of date and measures.", nameof(other));
        keys.AddRange(other.keys);
        firstDays.AddRange(other.firstDays);
        lastDays.AddRange(other.lastDays);
        purchases.AddRange(other.purchases);
        frequencies.AddRange(other.frequencies);
        products.AddRange(other.products);
        monetary.AddRange(other.monetary);
        attributes.AddRange(other.attributes);
        predicted.AddRange(other.predicted);
        netMoney.AddRange(other.netMoney);
        WithoutPurchase += other.WithoutPurchase;
    }
}
