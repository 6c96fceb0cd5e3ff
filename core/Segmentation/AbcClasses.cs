using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>
/// ABC classes, scheme <c>abc</c>: buyers in falling order of net money; a customer is A while those before it bring less than 80 % of
/// all positive net money, B while they bring less than 95 %, else C. So the customer that crosses a limit still belongs to the better
/// class, and customers with equal money stay together. Whoever brings nothing or less is C.
/// </summary>
public sealed class AbcClasses : ISegmentationScheme
{
    private static readonly SegmentDefinition[] Classes =
    [
        new("A", "A customers", "A类客户", "The few who bring most of the revenue."),
        new("B", "B customers", "B类客户", "Those who bring the next part."),
        new("C", "C customers", "C类客户", "The many who bring the rest, or nothing after refunds."),
        SegmentDefinition.NoPurchase,
    ];

    private readonly AbcFloors floors;

    /// <summary>Places customers by the given floors.</summary>
    public AbcClasses(AbcFloors floors)
    {
        ArgumentNullException.ThrowIfNull(floors);
        this.floors = floors;
    }

    /// <inheritdoc />
    public string Name => "abc";

    /// <inheritdoc />
    public IReadOnlyList<SegmentDefinition> Segments => Classes;

    /// <summary>Finds the floors of a base.</summary>
    public static AbcFloors Fit(AbcOptions options, BaseStatistics @base)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(@base);
        ValueDistribution money = @base.NetMoney;
        Int128 total = 0, before = 0;
        for (int i = 0; i < money.Values.Length; i++)
            total += Int128.Max(0, Exact(money, i));
        double? a = null, b = null;
        for (int i = money.Values.Length - 1; i >= 0 && money.Values[i] > 0; i--)
        {
            if (!IsBelow(before, options.AShare, total))
            {
                if (!IsBelow(before, options.AShare + options.BShare, total))
                    break;
                b = money.Values[i];
            }
            else
            {
                a = b = money.Values[i];
            }
            before += Exact(money, i);
        }
        return new AbcFloors(a, b);
    }

    /// <inheritdoc />
    public byte Assign(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return 3;
        double value = Value(facts);
        return value >= floors.A ? (byte)0 : value >= floors.B ? (byte)1 : (byte)2;
    }

    /// <inheritdoc />
    public Explanation Explain(in CustomerFacts facts)
    {
        if (!facts.HasPurchase)
            return Explanation.WithoutPurchase(Name);
        string code = Classes[Assign(facts)].Code;
        return new Explanation(Name, code, "Net money of the whole history against the smallest of class B and of class A.",
            [ExplanationFactor.Of("netMoney", Value(facts), "currency", [floors.B ?? double.NaN, floors.A ?? double.NaN], code)]);
    }

    // Both sides in whole numbers: shares are taken to nine decimals, so that no rounding decides at a limit.
    private static bool IsBelow(Int128 part, double share, Int128 total) => part * 1_000_000_000 < total * (long)Math.Round(share * 1_000_000_000);

    private static Int128 Exact(ValueDistribution money, int i) => (Int128)Math.Round(money.Values[i] * Money.Scale) * money.CountAt(i);

    private static double Value(in CustomerFacts facts) => (double)facts.Summary.NetMoney / Money.Scale;
}

/// <summary>The smallest net money of the classes in currency units; null where nobody brings anything.</summary>
/// <param name="A">Of class A.</param>
/// <param name="B">Of class B; that of A where B is empty.</param>
public sealed record AbcFloors(double? A = null, double? B = null);

/// <summary>Shares of revenue of the ABC classes.</summary>
public sealed record AbcOptions
{
    /// <summary>Share of revenue of class A, above 0.</summary>
    public double AShare { get; set; } = 0.8;

    /// <summary>Share of revenue of class B, above 0; both together below 1.</summary>
    public double BShare { get; set; } = 0.15;

    internal void AddErrors(List<string> errors)
    {
        if (!(AShare > 0 && BShare > 0 && AShare + BShare < 1))
            errors.Add("abc.aShare and abc.bShare are above 0, and below 1 together.");
    }
}
