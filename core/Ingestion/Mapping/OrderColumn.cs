using System.Text;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>Finds the column of the order where none is named like one, among names that may mean anything, by what it holds.</summary>
internal static class OrderColumn
{
    private const double Nearly = 0.95;
    private const int LongestId = 40;
    private static readonly string[] Names = ["name", "id", "num", "number", "no", "nr", "reference", "ref", "reference_no", "document", "document_no", "document_number", "doc_no", "voucher", "voucher_no", "bon", "check", "check_number", "sale_id", "charge_id", "payment_id"];

    /// <summary>The column from 0, or −1.</summary>
    public static int Find(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<MappedColumn> mapped, IReadOnlySet<int> taken)
    {
        foreach (string name in Names.Select(ColumnAliases.Normalise))
        {
            for (int column = 0; column < header.Count; column++)
            {
                if (ColumnAliases.Normalise(header[column]) == name && !taken.Contains(column) && HoldsOrders(rows, column, mapped))
                    return column;
            }
        }
        return -1;
    }

    private static bool HoldsOrders(IReadOnlyList<IReadOnlyList<string>> rows, int column, IReadOnlyList<MappedColumn> mapped)
    {
        string[] ids = [.. rows.Select(row => row[column].Trim()).Where(static id => !MissingValue.Is(Encoding.UTF8.GetBytes(id)))];
        if (ids.Length < 2 || ids.Count(IsId) < Nearly * ids.Length)
            return false;
        // Each row of a customer's order having an id of its own, it is that of the line.
        int[] others = [.. mapped.Where(static other => other.Role is ColumnRole.Customer or ColumnRole.Date).Select(static other => other.Position - 1)];
        int pairs = 0, ofOneOrder = 0;
        for (int i = 1; i < rows.Count; i++)
        {
            if (others.Length < 2 || !others.All(other => rows[i][other] == rows[i - 1][other]))
                continue;
            pairs++;
            ofOneOrder += rows[i][column] == rows[i - 1][column] ? 1 : 0;
        }
        return pairs == 0 || ofOneOrder * 2 >= pairs || pairs * 20 < rows.Count;
    }

    private static bool IsId(string id) => id.Length <= LongestId && id.Any(char.IsAsciiDigit) && !id.Any(char.IsWhiteSpace) && !id.Contains('@', StringComparison.Ordinal) && !HeaderHint.IsDate(Encoding.UTF8.GetBytes(id)) && !(HeaderHint.IsNumber(Encoding.UTF8.GetBytes(id)) && id.AsSpan().ContainsAny('.', ','));
}
