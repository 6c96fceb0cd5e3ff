using System.Text;
using ServerlessSeg.Core.Ingestion.Mapping;
using ServerlessSeg.Core.Ingestion.Values;

namespace ServerlessSeg.Core.Ingestion.Meaning;

/// <summary>Guesses columns for a mapping that is proposed, never for one that is used: by words in their names and by what they hold.</summary>
internal sealed class ColumnGuess(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
{
    private static readonly string[] OfCustomers = ["mail", "customer", "client", "buyer", "member", "user", "account", "cust", "kunde", "contact", "payer", "cliente", "nom", "name", "客", "买家", "会员"];
    private static readonly string[] OfDates = ["date", "created", "time", "datum", "fecha", "日", "时间"];
    private static readonly string[] OfAmounts = ["total", "amount", "gross", "paid", "net", "value", "revenue", "sales", "price", "sum", "betrag", "debit", "金额"];

    /// <summary>The likeliest column for a role, or null.</summary>
    public string? For(ColumnRole role)
    {
        string[] words = role switch
        {
            ColumnRole.Customer => OfCustomers,
            ColumnRole.Date => OfDates,
            _ => OfAmounts,
        };
        Func<byte[], bool> fits = role switch
        {
            ColumnRole.Customer => static value => !HeaderHint.IsDate(value),
            ColumnRole.Date => HeaderHint.IsDate,
            _ => static value => HeaderHint.IsNumber(value),
        };
        var best = Enumerable.Range(0, header.Count).Where(column => header[column].Trim().Length > 0 && Holds(column, fits))
            .Select(column => (Column: column, Rank: RankOf(header[column], words))).OrderBy(static column => column.Rank).ThenBy(static column => column.Column).FirstOrDefault((Column: -1, Rank: 0));
        return best.Column < 0 || (best.Rank == words.Length && role == ColumnRole.Customer) ? null : header[best.Column];
    }

    private bool Holds(int column, Func<byte[], bool> fits)
    {
        int there = 0, fitting = 0;
        foreach (IReadOnlyList<string> row in rows.Take(100))
        {
            byte[] value = Encoding.UTF8.GetBytes(row[column].Trim());
            if (MissingValue.Is(value))
                continue;
            there++;
            fitting += fits(value) ? 1 : 0;
        }
        return there > 0 && fitting * 2 > there;
    }

    private static int RankOf(string name, string[] words)
    {
        int rank = Array.FindIndex(words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
        return rank < 0 ? words.Length : rank;
    }
}
