using System.Text.Unicode;

namespace ServerlessSeg.Core.Ingestion.Rows;

/// <summary>Refuses texts that are longer than is kept, or no text at all.</summary>
internal sealed class TextRule(SchemaMapping mapping, IngestOptions options)
{
    private readonly int attributes = mapping.AttributeColumns.Count;
    private readonly int longestCustomer = options.MaxCustomerIdBytes;
    private readonly int longest = options.MaxTextBytes;

    private static ReadOnlySpan<ColumnRole> Roles => [ColumnRole.Order, ColumnRole.Channel, ColumnRole.Product, ColumnRole.Country];

    /// <summary>Whether no text is too long; that says nothing of their being valid.</summary>
    /// <param name="customerLength">Bytes of the customer id.</param>
    /// <param name="longestText">Bytes of the longest of the other texts.</param>
    /// <param name="attributesLength">Bytes of all attributes together.</param>
    public bool Fits(int customerLength, int longestText, int attributesLength) =>
        customerLength <= longestCustomer && longestText <= longest && (attributes == 0 || attributesLength <= longest * attributes);

    /// <summary>The fault of the first faulty text, or null.</summary>
    public RejectCode? FaultOf<TRow>(scoped ref TRow row, int customerLength, bool textIsValid, out ColumnRole faulty)
        where TRow : struct, IRowCells, allows ref struct
    {
        faulty = ColumnRole.Customer;
        if (customerLength > longestCustomer)
            return RejectCode.TooLong;
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
