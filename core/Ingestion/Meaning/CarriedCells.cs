namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>The cells of the first row of an order, for its further rows; or the customer above a group of rows. Memory is used again.</summary>
internal sealed class CarriedCells(int extras)
{
    private readonly byte[][] texts = [.. Enumerable.Repeat(Array.Empty<byte>(), (int)ColumnRole.Attribute + extras)];
    private readonly int[] lengths = new int[(int)ColumnRole.Attribute + extras];

    private static ReadOnlySpan<ColumnRole> Roles => [ColumnRole.Customer, ColumnRole.Order, ColumnRole.Date, ColumnRole.Currency, ColumnRole.Channel, ColumnRole.Country, ColumnRole.Kind];

    /// <summary>Whether there is anything to carry.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>The text carried for a role; empty where none is.</summary>
    public ReadOnlySpan<byte> Text(ColumnRole role) => texts[(int)role].AsSpan(0, lengths[(int)role]);

    /// <summary>The text carried for one of the columns by which rows are judged.</summary>
    public ReadOnlySpan<byte> Extra(int index) => texts[(int)ColumnRole.Attribute + index].AsSpan(0, lengths[(int)ColumnRole.Attribute + index]);

    /// <summary>Takes the first row of an order.</summary>
    public void Begin<TRow>(scoped ref TRow row)
        where TRow : struct, IRowCells, allows ref struct
    {
        HasBegun = true;
        foreach (ColumnRole role in Roles)
            Set((int)role, row.Text(role));
        for (int i = 0; i < extras; i++)
            Set((int)ColumnRole.Attribute + i, row.Extra(i));
    }

    /// <summary>Takes the customer above a group.</summary>
    public void BeginGroup(ReadOnlySpan<byte> customer)
    {
        HasBegun = true;
        Set((int)ColumnRole.Customer, customer);
    }

    private void Set(int index, ReadOnlySpan<byte> text)
    {
        if (texts[index].Length < text.Length)
            texts[index] = new byte[text.Length * 2];
        text.CopyTo(texts[index]);
        lengths[index] = text.Length;
    }
}
