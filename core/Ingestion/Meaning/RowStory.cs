using System.IO.Hashing;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>What a row is after those before it.</summary>
internal enum RowPlace : byte
{
    /// <summary>A row of its own, or the first of an order.</summary>
    First,

    /// <summary>A further row of the order before it.</summary>
    Continued,

    /// <summary>The heading of a group.</summary>
    Heading,

    /// <summary>The total of a group.</summary>
    Total,
}

/// <summary>
/// Reads rows in their order where they need it: remembers the cells of an order that stand in its first row only, the customer above a group, and the
/// orders whose amount was counted already.
/// </summary>
internal sealed class RowStory
{
    private readonly Grain grain;
    private readonly CarriedCells carried;
    private readonly bool hasOrder, hasAmount;
    private readonly int[] keyExtras;
    private readonly HashSet<UInt128> counted = [];
    private readonly XxHash128 hash = new();

    public RowStory(SchemaMapping mapping)
    {
        grain = mapping.Grain;
        carried = new CarriedCells(mapping.ExtraColumns.Count);
        (hasOrder, hasAmount) = (mapping.ColumnOf(ColumnRole.Order) >= 0, mapping.ColumnOf(ColumnRole.Amount) >= 0);
        keyExtras = [.. grain.AmountKey.Select(mapping.ExtraOf)];
    }

    /// <summary>What is carried into the row read last.</summary>
    public CarriedCells Carried => carried;

    /// <summary>Whether the money of the row read last stands in another.</summary>
    public bool MoneyIsTold { get; private set; }

    /// <summary>Takes the next row.</summary>
    public RowPlace Next<TRow>(scoped ref TRow row)
        where TRow : struct, IRowCells, allows ref struct
    {
        MoneyIsTold = false;
        if (grain.HasGroupRows)
            return NextOfGroup(ref row);
        bool isContinued = grain.CarriesDown && Continues(ref row);
        if (grain.CarriesDown && !isContinued)
            carried.Begin(ref row);
        bool isBlank = hasAmount && MissingValue.Is(row.Text(ColumnRole.Amount));
        MoneyIsTold = (isContinued && isBlank) || (grain.CountsOrdersOnce && !isBlank && WasCounted(ref row));
        return isContinued ? RowPlace.Continued : RowPlace.First;
    }

    private bool Continues<TRow>(scoped ref TRow row)
        where TRow : struct, IRowCells, allows ref struct
    {
        if (!carried.HasBegun)
            return false;
        ReadOnlySpan<byte> order = IdText.Bare(row.Text(ColumnRole.Order));
        if (hasOrder && !MissingValue.Is(order))
            return order.SequenceEqual(IdText.Bare(carried.Text(ColumnRole.Order)));
        return MissingValue.Is(row.Text(ColumnRole.Customer)) && MissingValue.Is(row.Text(ColumnRole.Date));
    }

    // A heading names the customer and nothing else; a total has money and no date.
    private RowPlace NextOfGroup<TRow>(scoped ref TRow row)
        where TRow : struct, IRowCells, allows ref struct
    {
        if (!MissingValue.Is(row.Text(ColumnRole.Date)))
            return RowPlace.First;
        ColumnRole money = hasAmount ? ColumnRole.Amount : ColumnRole.Price;
        bool hasMoney = !MissingValue.Is(row.Text(money)) || !MissingValue.Is(row.Text(ColumnRole.Debit)) || !MissingValue.Is(row.Text(ColumnRole.Credit));
        if (hasMoney)
            return RowPlace.Total;
        if (!MissingValue.Is(row.Text(ColumnRole.Customer)))
            carried.BeginGroup(row.Text(ColumnRole.Customer));
        return RowPlace.Heading;
    }

    private bool WasCounted<TRow>(scoped ref TRow row)
        where TRow : struct, IRowCells, allows ref struct
    {
        ReadOnlySpan<byte> order = row.Text(ColumnRole.Order);
        if (MissingValue.Is(order))
            order = carried.Text(ColumnRole.Order);
        if (MissingValue.Is(order))
            return false;
        hash.Append(IdText.Bare(order));
        foreach (int extra in keyExtras)
        {
            hash.Append("\u001F"u8);
            hash.Append(row.Extra(extra));
        }
        if (keyExtras.Length == 0)
        {
            hash.Append("\u001F"u8);
            hash.Append(row.Text(ColumnRole.Amount));
        }
        UInt128 key = hash.GetCurrentHashAsUInt128();
        hash.Reset();
        return !counted.Add(key);
    }
}
