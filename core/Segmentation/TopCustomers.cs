using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Segmentation;

/// <summary>The list of the best buyers by net money.</summary>
public static class TopCustomers
{
    /// <summary>Everyone whose net money reaches the floor, by falling money, then by key.</summary>
    /// <param name="columns">The whole base.</param>
    /// <param name="floors">The floors found over it.</param>
    public static IReadOnlyList<TopCustomer> Find(BaseColumns columns, TierFloors floors)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(floors);
        List<TopCustomer> list = [];
        for (int i = 0; i < columns.Buyers; i++)
            if ((double)columns.NetMoney[i] / Money.Scale >= floors.TopList)
                list.Add(new TopCustomer(columns.Keys[i], columns.NetMoney[i]));
        list.Sort(static (x, y) => y.NetMoney != x.NetMoney ? y.NetMoney.CompareTo(x.NetMoney) : x.Key.CompareTo(y.Key));
        return list;
    }
}

/// <summary>A buyer on the list of the best.</summary>
/// <param name="Key">Customer key.</param>
/// <param name="NetMoney">Net money in ten-thousandths.</param>
public readonly record struct TopCustomer(ulong Key, long NetMoney);
