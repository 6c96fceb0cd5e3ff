namespace ServerlessSeg.Core.Clv.Grouping;

/// <summary>
/// Merges customers whose times are whole days: the three numbers are packed into one, sorted by radix over the bits in use, and equal
/// neighbours become one group.
/// </summary>
internal static class DayGrouping
{
    private const int RadixBits = 11;
    private const int FieldLimit = 1 << 21;

    public static GroupedRows Group(ReadOnlySpan<int> frequency, ReadOnlySpan<int> recencyDays, ReadOnlySpan<int> ageDays, double daysInUnit)
    {
        int customers = frequency.Length;
        int maxFrequency = 0, maxAge = 0;
        for (int i = 0; i < customers; i++)
        {
            int x = frequency[i], recency = recencyDays[i], age = ageDays[i];
            if ((x | recency | age) < 0 || x >= FieldLimit || age >= FieldLimit || recency > age || (x == 0 && recency != 0))
                throw new ArgumentException($"Customer {i} has no legal history: x = {x}, t_x = {recency}, T = {age} days.", nameof(frequency));
            maxFrequency = Math.Max(maxFrequency, x);
            maxAge = Math.Max(maxAge, age);
        }

        // x ≥ 0, T and t_x share one base, so that the key is as short as the data allow: fewer radix passes.
        ulong dayBase = (ulong)maxAge + 1;
        var keys = new ulong[customers];
        for (int i = 0; i < customers; i++)
            keys[i] = ((((ulong)frequency[i] * dayBase) + (ulong)ageDays[i]) * dayBase) + (ulong)recencyDays[i];
        int[] order = SortedOrder(ref keys, (((ulong)maxFrequency + 1) * dayBase * dayBase) - 1);
        return Merge(keys, order, dayBase, daysInUnit);
    }

    private static int[] SortedOrder(ref ulong[] keys, ulong maxKey)
    {
        int n = keys.Length;
        var order = new int[n];
        for (int i = 0; i < n; i++)
            order[i] = i;
        var otherKeys = new ulong[n];
        var otherOrder = new int[n];
        var offsets = new int[1 << RadixBits];
        for (int shift = 0; shift < 64 && maxKey >> shift != 0; shift += RadixBits)
        {
            Array.Clear(offsets);
            foreach (ulong key in keys)
                offsets[(int)(key >> shift) & ((1 << RadixBits) - 1)]++;
            int total = 0;
            for (int d = 0; d < offsets.Length; d++)
                (offsets[d], total) = (total, total + offsets[d]);
            for (int i = 0; i < n; i++)
            {
                int to = offsets[(int)(keys[i] >> shift) & ((1 << RadixBits) - 1)]++;
                otherKeys[to] = keys[i];
                otherOrder[to] = order[i];
            }
            (keys, otherKeys) = (otherKeys, keys);
            (order, otherOrder) = (otherOrder, order);
        }
        return order;
    }

    private static GroupedRows Merge(ulong[] sortedKeys, int[] order, ulong dayBase, double daysInUnit)
    {
        int groups = 0;
        for (int i = 0; i < sortedKeys.Length; i++)
            groups += i == 0 || sortedKeys[i] != sortedKeys[i - 1] ? 1 : 0;
        var rows = new GroupedRows(new int[groups], new double[groups], new double[groups], new double[groups], new int[order.Length]);
        int group = -1;
        for (int i = 0; i < sortedKeys.Length; i++)
        {
            ulong key = sortedKeys[i];
            if (i == 0 || key != sortedKeys[i - 1])
            {
                group++;
                (ulong upper, ulong recency) = Math.DivRem(key, dayBase);
                (ulong frequency, ulong age) = Math.DivRem(upper, dayBase);
                rows.Frequency[group] = (int)frequency;
                rows.Age[group] = age / daysInUnit;
                rows.Recency[group] = recency / daysInUnit;
            }
            rows.Weight[group]++;
            rows.GroupOfCustomer[order[i]] = group;
        }
        return rows;
    }
}
