namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>
/// Counts distinct customer keys in bounded memory: exactly up to a limit, and beyond it by adaptive sampling (Flajolet 1990), which
/// keeps only keys whose last bits are zero and halves their share whenever they become too many. The result
/// depends on the set of keys alone. Keys must be evenly spread, as hashes are.
/// </summary>
internal sealed class DistinctKeys(int limit)
{
    private ulong[] slots = new ulong[1024];
    private int used;
    private bool hasZero;
    private int level;

    /// <summary>Whether <see cref="Count"/> is exact.</summary>
    public bool IsExact => level == 0;

    /// <summary>The number of distinct keys, or its estimate.</summary>
    public long Count => (long)Kept << level;

    private int Kept => used + (hasZero ? 1 : 0);

    /// <summary>Adds a key.</summary>
    public void Add(ulong key)
    {
        if ((key & ((1UL << level) - 1)) != 0 || !Insert(key))
            return;
        while (Kept > limit)
        {
            level++;
            Rebuild(slots.Length);
        }
        if (used * 2 > slots.Length)
            Rebuild(slots.Length * 2);
    }

    /// <summary>Adds all keys of another count.</summary>
    public void Add(DistinctKeys other)
    {
        if (other.level > level)
        {
            level = other.level;
            Rebuild(slots.Length);
        }
        if (other.hasZero)
            Add(0);
        foreach (ulong key in other.slots)
        {
            if (key != 0)
                Add(key);
        }
    }

    private bool Insert(ulong key)
    {
        if (key == 0)
        {
            bool isNew = !hasZero;
            hasZero = true;
            return isNew;
        }
        int mask = slots.Length - 1;
        int slot = (int)(key >> 33) & mask;
        while (slots[slot] != 0)
        {
            if (slots[slot] == key)
                return false;
            slot = (slot + 1) & mask;
        }
        slots[slot] = key;
        used++;
        return true;
    }

    private void Rebuild(int size)
    {
        ulong[] old = slots;
        slots = new ulong[size];
        used = 0;
        foreach (ulong key in old)
        {
            if (key != 0 && (key & ((1UL << level) - 1)) == 0)
                Insert(key);
        }
    }
}
