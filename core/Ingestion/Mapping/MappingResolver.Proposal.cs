using System.Text.Json;
using ServerlessSeg.Core.Ingestion.Meaning;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <content>What is proposed where something is missing.</content>
internal sealed partial class MappingResolver
{
    /// <summary>A mapping with what is found and, for what is missing, what is likeliest.</summary>
    private string? Propose(List<ColumnRole> missing)
    {
        if (written?.Header == false)
            return null;
        var guess = new ColumnGuess(header, sampleRows);
        var columns = new Dictionary<string, JsonElement>(given?.Columns ?? []);
        foreach (ColumnRole role in missing)
        {
            if (role == ColumnRole.Amount && AccountsHint() is not null)
            {
                foreach (ColumnRole account in (ColumnRole[])[ColumnRole.Debit, ColumnRole.Credit])
                {
                    using var column = JsonDocument.Parse(JsonText.Of(header[Candidates(account)[0]]));
                    columns[NameOf(account)] = column.RootElement.Clone();
                }
                continue;
            }
            using var name = JsonDocument.Parse(JsonText.Of(guess.For(role) ?? "…"));
            columns[NameOf(role)] = name.RootElement.Clone();
        }
        foreach (MappedColumn column in mapped.Where(column => column.Role is ColumnRole.Customer or ColumnRole.Order or ColumnRole.Date or ColumnRole.Amount or ColumnRole.Price or ColumnRole.Quantity && !columns.ContainsKey(NameOf(column.Role))))
        {
            using var name = JsonDocument.Parse(JsonText.Of(column.Name));
            columns[NameOf(column.Role)] = name.RootElement.Clone();
        }
        return MappingProposal.Of((given ?? new MappingOverride()) with { Columns = columns });
    }

    /// <summary>Whether every column is known, and none of them is of money.</summary>
    private bool IsLogWithoutMoney() =>
        !IsSettled(ColumnRole.Amount) && !Has(ColumnRole.Price) && !Has(ColumnRole.Quantity) && !HasAccounts && given?.Header != false
        && Enumerable.Range(0, header.Count).All(column => mapped.Exists(read => read.Position == column + 1));

    /// <summary>What to say of columns of debit and credit, which could be an amount together; null where there are none.</summary>
    private string? AccountsHint()
    {
        int debit = Candidates(ColumnRole.Debit).FirstOrDefault(-1), credit = Candidates(ColumnRole.Credit).FirstOrDefault(-1);
        return debit < 0 || credit < 0
            ? null
            : $"columns '{header[debit]}' and '{header[credit]}' are an account of each customer: say \"columns\": {{ \"debit\": {JsonText.Of(header[debit])}, \"credit\": {JsonText.Of(header[credit])} }} in mapping.json to take debit less credit for the amount, "
                + "and leave out payments by \"where\", as in \"where\": { \"column\": \"Document\", \"notIn\": [\"PAY-*\"] }";
    }
}
