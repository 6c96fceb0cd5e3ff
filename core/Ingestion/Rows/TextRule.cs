using System.Text.Unicode;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>Refuses texts that are longer than is kept, or no text at all.</summary>
internal sealed class TextRule(SchemaMapping mapping, IngestOptions options)
{
    private readonly int attributes = mapping.AttributeColumns.Count;
    private readonly int longestCustomer = options.MaxCustomerIdBytes;
    private readonly int longest = options.MaxTextBytes;

    private static ReadOnlySpan<ColumnRole> Roles => [ColumnRole.Order, ColumnRole.Channel, ColumnRole.Product, ColumnRole.Country];

    /// <summary>The fault of the first faulty text, or null.</summary>
    public RejectCode? FaultOf<TRow>(scoped ref TRow row, int customerLength, bool textIsValid, out ColumnRole faulty)
        where TRow : struct, IRowCells, allows ref struct
    {
        faulty = ColumnRole.Customer;
        if (customerLength > longestCustomer)
            return RejectCode.TooLong;
        int most = Math.Max(Math.Max(row.Text(ColumnRole.Order).Length, row.Text(ColumnRole.Channel).Length), Math.Max(row.Text(ColumnRole.Product).Length, row.Text(ColumnRole.Country).Length));
        bool attributesFit = attributes == 0 || row.Attributes.Length <= longest * attributes;
        return most <= longest && attributesFit && textIsValid ? null : FindFault(ref row, textIsValid, out faulty);
    }

    private RejectCode? FindFault<TRow>(scoped ref TRow row, bool textIsValid, out ColumnRole faulty)
        where TRow : struct, IRowCells, allows ref struct
    {
        foreach (ColumnRole role in Roles)
        {
            faulty = role;
            if (row.Text(role).Length > longest)
                return RejectCode.TooLong;
        }
        faulty = ColumnRole.Attribute;
        if (row.Attributes.Length > longest * attributes)
            return RejectCode.TooLong;
        if (textIsValid)
            return null;
        if (!Utf8.IsValid(row.Attributes))
            return RejectCode.BadEncoding;
        foreach (ColumnRole role in Roles)
        {
            faulty = role;
            if (!Utf8.IsValid(row.Text(role)))
                return RejectCode.BadEncoding;
        }
        faulty = ColumnRole.Customer;
        return Utf8.IsValid(row.Text(ColumnRole.Customer)) ? null : RejectCode.BadEncoding;
    }
}
