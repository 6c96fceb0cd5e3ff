using System.Text;
using ServerlessSeg.Core.Ledger;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>
/// The cells of some hundreds of rows by column, before any check, as a file format hands them over. Rows that it cannot hand over this way are
/// marked as <see cref="Odd"/>; so are, later, those that a check leaves to the <see cref="RowChecker"/>.
/// </summary>
internal sealed class RowColumns
{
    private readonly TextColumn?[] byRole = new TextColumn?[(int)ColumnRole.Attribute];
    private readonly AttributeText attributeText = new();

    public RowColumns(SchemaMapping mapping)
    {
        Attributes = new TextColumn[mapping.AttributeColumns.Count];
        for (int i = 0; i < Attributes.Length; i++)
            Attributes[i] = new TextColumn();
        Extras = new TextColumn[mapping.ExtraColumns.Count];
        for (int i = 0; i < Extras.Length; i++)
            Extras[i] = new TextColumn();
        for (ColumnRole role = 0; role < ColumnRole.Attribute; role++)
        {
            bool isKept = role is ColumnRole.Customer or ColumnRole.Order || IsDescription(role);
            if (isKept || mapping.ColumnOf(role) >= 0)
                byRole[(int)role] = new TextColumn { Constant = ConstantOf(role, mapping) };
        }
        Batch = new TransactionBatch(
            this[ColumnRole.Customer]!,
            this[ColumnRole.Order]!,
            [this[ColumnRole.Currency]!, this[ColumnRole.Channel]!, this[ColumnRole.Product]!, this[ColumnRole.Country]!, .. Attributes]);
    }

    /// <summary>Rows handed over.</summary>
    public int Count { get; set; }

    /// <summary>Rows to be looked at one by one.</summary>
    public bool[] Odd { get; } = new bool[TransactionBatch.Capacity];

    /// <summary>Takes the accepted rows; shares its text columns with the cells.</summary>
    public TransactionBatch Batch { get; }

    /// <summary>The attributes in mapping order.</summary>
    public TextColumn[] Attributes { get; }

    /// <summary>The columns by which rows are judged.</summary>
    public TextColumn[] Extras { get; }

    /// <summary>Whether the instants of the batch are filled in already, so that there is no text to be read.</summary>
    public bool HasInstants { get; set; }

    /// <summary>Whether the amounts of the batch are filled in already.</summary>
    public bool HasAmounts { get; set; }

    /// <summary>The column of a role but attributes; null where none is mapped.</summary>
    public TextColumn? this[ColumnRole role] => byRole[(int)role];

    /// <summary>The attributes of a row, joined; good until the next call.</summary>
    public ReadOnlySpan<byte> JoinedAttributes(int row)
    {
        attributeText.Clear();
        foreach (TextColumn attribute in Attributes)
            attributeText.Add(attribute.Written(row));
        return attributeText.Joined;
    }

    private static bool IsDescription(ColumnRole role) => role is ColumnRole.Currency or ColumnRole.Channel or ColumnRole.Product or ColumnRole.Country;

    private static byte[] ConstantOf(ColumnRole role, SchemaMapping mapping)
    {
        string constant = IsDescription(role) ? mapping.ConstantOf(role) ?? "" : "";
        return Encoding.UTF8.GetBytes(role == ColumnRole.Currency ? constant.ToUpperInvariant() : constant);
    }
}

/// <summary>One row of <see cref="RowColumns"/> whose cells are all texts.</summary>
internal readonly ref struct ColumnsRow(RowColumns columns, int row, ReadOnlySpan<byte> attributes) : IRowCells
{
    /// <inheritdoc />
    public ReadOnlySpan<byte> Attributes { get; } = attributes;

    /// <inheritdoc />
    public DateCell OccurredAt => DateCell.FromText(Text(ColumnRole.Date));

    /// <inheritdoc />
    public NumberCell Number(ColumnRole role) => NumberCell.FromText(Text(role));

    /// <inheritdoc />
    public ReadOnlySpan<byte> Extra(int index) => columns.Extras[index].Written(row);

    /// <inheritdoc />
    public ReadOnlySpan<byte> Text(ColumnRole role)
    {
        TextColumn? column = columns[role];
        return column is null ? default : column.Written(row);
    }
}
