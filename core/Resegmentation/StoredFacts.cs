using System.Buffers.Binary;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// What the schemes look at besides scores and predictions, exactly as they saw it: so that an explanation, given long after, comes to the
/// stored segment. Days are counted from 1970-01-01, money is in ten-thousandths.
/// </summary>
public readonly record struct StoredFacts
{
    /// <summary>Bytes of one customer.</summary>
    internal const int Size = (8 * sizeof(int)) + (4 * sizeof(long));

    /// <summary>Day of the first purchase.</summary>
    public required int FirstDay { get; init; }

    /// <summary>Day of the last purchase.</summary>
    public required int LastDay { get; init; }

    /// <summary>Purchase days.</summary>
    public required int Purchases { get; init; }

    /// <summary>Purchase days within the window.</summary>
    public required int WindowPurchases { get; init; }

    /// <summary>Orders within the window.</summary>
    public required int WindowOrders { get; init; }

    /// <summary>Distinct products.</summary>
    public required int Products { get; init; }

    /// <summary>The gap before the last purchase in days.</summary>
    public required int LastGapDays { get; init; }

    /// <summary>Purchase days in the later half of the time from first purchase to as-of.</summary>
    public required int LaterHalfPurchases { get; init; }

    /// <summary>Net money within the window.</summary>
    public required long WindowNetMoney { get; init; }

    /// <summary>Margin within the window.</summary>
    public required long WindowMarginMoney { get; init; }

    /// <summary>Σ gap² in days².</summary>
    public required double SumSquaredGapDays { get; init; }

    /// <summary>The numeric attribute; NaN where there is none.</summary>
    public required double Attribute { get; init; }

    /// <summary>The facts of a customer.</summary>
    public static StoredFacts Of(in CustomerSummary customer) => new()
    {
        FirstDay = customer.FirstDay,
        LastDay = customer.LastDay,
        Purchases = customer.Purchases,
        WindowPurchases = customer.WindowPurchases,
        WindowOrders = customer.WindowOrders,
        Products = customer.Products,
        LastGapDays = customer.LastGapDays,
        LaterHalfPurchases = customer.LaterHalfPurchases,
        WindowNetMoney = customer.WindowNetMoney,
        WindowMarginMoney = customer.WindowMarginMoney,
        SumSquaredGapDays = customer.SumSquaredGapDays,
        Attribute = customer.Attribute,
    };

    /// <summary>The summary as far as the schemes read it.</summary>
    public CustomerSummary ToSummary(string id, long netMoney) => new()
    {
        Key = CustomerKey.Of(id),
        Id = id,
        NetMoney = netMoney,
        FirstDay = FirstDay,
        LastDay = LastDay,
        Purchases = Purchases,
        WindowPurchases = WindowPurchases,
        WindowOrders = WindowOrders,
        Products = Products,
        LastGapDays = LastGapDays,
        LaterHalfPurchases = LaterHalfPurchases,
        WindowNetMoney = WindowNetMoney,
        WindowMarginMoney = WindowMarginMoney,
        SumSquaredGapDays = SumSquaredGapDays,
        Attribute = Attribute,
    };

    internal void Write(Span<byte> target)
    {
        ReadOnlySpan<int> counts = [FirstDay, LastDay, Purchases, WindowPurchases, WindowOrders, Products, LastGapDays, LaterHalfPurchases];
        for (int i = 0; i < counts.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(target[(4 * i)..], counts[i]);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], WindowNetMoney);
        BinaryPrimitives.WriteInt64LittleEndian(target[40..], WindowMarginMoney);
        BinaryPrimitives.WriteDoubleLittleEndian(target[48..], SumSquaredGapDays);
        BinaryPrimitives.WriteDoubleLittleEndian(target[56..], Attribute);
    }

    internal static StoredFacts Read(ReadOnlySpan<byte> source) => new()
    {
        FirstDay = BinaryPrimitives.ReadInt32LittleEndian(source),
        LastDay = BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
        Purchases = BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
        WindowPurchases = BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
        WindowOrders = BinaryPrimitives.ReadInt32LittleEndian(source[16..]),
        Products = BinaryPrimitives.ReadInt32LittleEndian(source[20..]),
        LastGapDays = BinaryPrimitives.ReadInt32LittleEndian(source[24..]),
        LaterHalfPurchases = BinaryPrimitives.ReadInt32LittleEndian(source[28..]),
        WindowNetMoney = BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
        WindowMarginMoney = BinaryPrimitives.ReadInt64LittleEndian(source[40..]),
        SumSquaredGapDays = BinaryPrimitives.ReadDoubleLittleEndian(source[48..]),
        Attribute = BinaryPrimitives.ReadDoubleLittleEndian(source[56..]),
    };
}
