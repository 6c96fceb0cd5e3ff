using ServerlessSeg.Core.Ingestion.Meaning;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <content>What rows mean: their state, what they stand for, and who their customer is.</content>
internal sealed partial class MappingResolver
{
    private void AssignRules()
    {
        var rules = new RulesResolver(header, sampleRows, given);
        Rules = rules.Resolve(FindByName, taken.Contains, Has(ColumnRole.RefundedAmount));
        mapped.AddRange(rules.Mapped);
        notes.AddRange(rules.Notes);
        problems.AddRange(rules.Problems);
    }

    private void AssignOrderByBehaviour()
    {
        if (Has(ColumnRole.Order) || given?.Header == false || OrderColumn.Find(header, sampleRows, mapped, taken) is not (>= 0 and int found))
            return;
        taken.Add(found);
        mapped.Add(new MappedColumn(found + 1, header[found], ColumnRole.Order));
        notes.Add($"'{header[found]}' is taken as the order, since it holds ids of orders; say \"columns\": {{ \"order\": \"…\" }} in mapping.json if another does");
    }

    /// <summary>Takes currency and time zone from headers that name them.</summary>
    private void TakeUnits()
    {
        string? currency = mapped.Where(static column => column.Role is ColumnRole.Amount or ColumnRole.Price or ColumnRole.Debit or ColumnRole.Credit)
            .Select(static column => HeaderUnit.Of(column.Name)?.Currency).FirstOrDefault(static unit => unit is not null);
        if (currency is not null && !IsSettled(ColumnRole.Currency))
        {
            given = (given ?? new MappingOverride()) with { Constants = new Dictionary<string, string>(given?.Constants ?? []) { ["currency"] = currency } };
            notes.Add($"the header says that amounts are in {currency}");
        }
        if (given?.TimeZone is null && mapped.Find(static column => column.Role == ColumnRole.Date) is { } dates && HeaderUnit.Of(dates.Name) is { IsUtc: true })
            given = (given ?? new MappingOverride()) with { TimeZone = "UTC" };
    }

    private void AssignGrain()
    {
        int[] keys = [.. (given?.AmountKey ?? []).Select(FindByName)];
        foreach (string missing in (given?.AmountKey ?? []).Where(name => FindByName(name) < 0))
            problems.Add($"mapping.json names the column '{missing}' in amountKey, which the file does not have");
        mapped.AddRange(keys.Where(static key => key >= 0).Select(key => new MappedColumn(key + 1, header[key], ColumnRole.AmountKey)));
        var grain = new GrainResolver(header, sampleRows, mapped, given);
        Grain = grain.Resolve(AmountIsOfOrder(), [.. keys.Where(static key => key >= 0)]);
        notes.AddRange(grain.Notes);
        if (grain.SeesGroups)
            Question = (GroupsQuestion(), static mapping => mapping with { GroupRows = true });
    }

    private bool AmountIsOfOrder()
    {
        if (OverrideRules.AmountIsOfOrder(given) is { } said)
            return said;
        if (mapped.Find(static column => column.Role == ColumnRole.Amount) is not { } amount)
            return false;
        var amounts = new AmountColumn(header, sampleRows, mapped.Find(static column => column.Role == ColumnRole.Order));
        if (!amounts.IsOfOrder(amount.Position - 1))
        {
            if (amounts.OrdersInDoubt(amount.Position - 1) is > 0 and int orders)
                Question = (TotalsQuestion(amount.Name, orders), static mapping => mapping with { AmountOf = OverrideRules.OfOrder });
            return false;
        }
        notes.Add($"column '{amount.Name}' is of the whole order and stands again in each row of it, so it counts once an order; say \"amountOf\": \"line\" in mapping.json if each row has money of its own");
        return true;
    }

    private void AssignIdentity()
    {
        var identity = new IdentityResolver(header, sampleRows, mapped, given);
        Identity = identity.Resolve(Find, FindByName, taken.Contains, Grain.CarriesDown);
        mapped.AddRange(identity.Mapped);
        notes.AddRange(identity.Notes);
        problems.AddRange(identity.Problems);
        Question ??= identity.Question ?? OfPreset() ?? OfKinds();
    }

    private static string TotalsQuestion(string name, int orders) =>
        $"order_total: in {(orders == 1 ? "the one order" : $"all {orders} orders")} of several rows at the beginning of the file, column '{name}' says the same in each row, as the total of an order would; "
        + "say \"amountOf\": \"order\" in mapping.json to count it once an order, or \"line\" where each row has money of its own";

    private string GroupsQuestion() =>
        $"group_rows: column '{header[mapped.Find(static column => column.Role == ColumnRole.Customer)!.Position - 1]}' names a customer only in rows without a date, as reports do above the rows of a group; "
        + "say \"groupRows\": true in mapping.json to read them so, and \"groupRows\": false if that is wrong";

    /// <summary>Asks where rows of sales stand among others that are no sales or repeat their money.</summary>
    private (string Question, Func<MappingOverride, MappingOverride> Answer)? OfKinds()
    {
        if (given?.RefundWords is not null || given?.Where is not null || mapped.Find(static column => column.Role == ColumnRole.Kind) is not { } kinds
            || given?.Columns?.Keys.Any(name => OverrideRules.RoleOf(name) == ColumnRole.Kind) == true || new KindColumn(header, sampleRows, given).Mixed(kinds.Position - 1) is not { } mixed)
            return null;
        string others = string.Join(", ", mixed.Others.Select(kind => $"'{kind}' ({sampleRows.Count(row => row[kinds.Position - 1].Trim() == kind)} of the first {sampleRows.Count} rows)"));
        return ($"kinds_of_rows: column '{kinds.Name}' has sales beside {others}, which are no sales or repeat their money; say in mapping.json which rows are taken, as in "
            + $"\"where\": {{ \"column\": {JsonText.Of(kinds.Name)}, \"in\": [{string.Join(", ", mixed.Sales.Select(JsonText.Of))}] }}, or \"where\": [] to take all of them",
            mapping => mapping with { Where = [new RowCondition { Column = kinds.Name, In = mixed.Sales }] });
    }

    private (string Question, Func<MappingOverride, MappingOverride> Answer)? OfPreset()
    {
        if (preset?.Question is not { } ask || written?.NotCustomers is not null || FindByName(ask.Column) is not (>= 0 and int column))
            return null;
        string likeliest = sampleRows.Select(row => row[column].Trim()).Where(static value => value.Length > 0).GroupBy(static value => value, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(static same => same.Count()).Select(static same => same.Key).FirstOrDefault("…");
        return ($"{preset.Name}: {ask.Question}; the likeliest is {JsonText.Of(likeliest)}", mapping => mapping with { NotCustomers = [likeliest] });
    }
}
