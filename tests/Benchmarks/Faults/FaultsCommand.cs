using System.Globalization;
using ServerlessSeg.StorageFaults.Scenarios;

namespace ServerlessSeg.Benchmarks.Faults;

/// <summary>Disturbs every write of every scenario, or a seeded part of them, and holds the end against that of the undisturbed scenario.</summary>
internal static class FaultsCommand
{
    /// <summary>Returns 0 when every end was the same, 1 otherwise; prints a table, and what went wrong.</summary>
    /// <param name="only">The scenario; null for all.</param>
    /// <param name="count">How many writes with faults are tried, chosen by the seed; 0 for all.</param>
    /// <param name="seed">Chooses.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<int> RunAsync(string? only, int count, int seed, CancellationToken cancellationToken)
    {
        Scenario[] scenarios = Scenarios(only);
        await using var runner = new ScenarioRunner();
        Dictionary<Scenario, ScenarioOutcome> undisturbed = [];
        List<FaultCell> cells = [];
        foreach (Scenario scenario in scenarios)
        {
            undisturbed[scenario] = await runner.PlayAsync(scenario, null, null, cancellationToken).ConfigureAwait(false);
            cells.AddRange(FaultCell.Of(scenario, undisturbed[scenario]));
        }
        if (count > 0 && count < cells.Count)
        {
            var random = new Random(seed);
            cells = [.. cells.OrderBy(_ => random.Next()).Take(count)];
        }
        List<FaultCell> tried = [];
        Dictionary<FaultCell, string> wrong = [];
        foreach (FaultCell cell in cells)
        {
            (bool came, string? complaint) = await cell.PlayAsync(runner, undisturbed[cell.Scenario], cancellationToken).ConfigureAwait(false);
            if (came)
                tried.Add(cell);
            if (complaint is null)
                continue;
            wrong[cell] = complaint;
            Console.WriteLine($"WRONG {cell}: {complaint}");
        }
        Print(tried, wrong);
        if (tried.Count < cells.Count)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cells.Count - tried.Count} writes did not come again: progress is written by the clock"));
        return wrong.Count == 0 ? 0 : 1;
    }

    /// <summary>The scenario of a name, or all.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Scenario[] Scenarios(string? only)
    {
        Scenario[] scenarios = [.. ScenarioList.All.Where(scenario => only is null || scenario.Name == only)];
        return scenarios.Length > 0 ? scenarios
            : throw new ArgumentException($"--only is '{only}'; there are {string.Join(", ", ScenarioList.All.Select(static scenario => scenario.Name))}.");
    }

    private static void Print(List<FaultCell> cells, Dictionary<FaultCell, string> wrong)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"scenario",-12} {"write",-60} {string.Join(' ', FaultCell.Kinds.Select(static kind => $"{kind,15}"))}"));
        foreach (var row in cells.GroupBy(static cell => (cell.Scenario.Name, cell.Write.Kind)))
        {
            IEnumerable<string> counts = FaultCell.Kinds.Select(kind =>
            {
                FaultCell[] tried = [.. row.Where(cell => cell.Kind == kind)];
                int bad = tried.Count(wrong.ContainsKey);
                return tried.Length == 0 ? "-" : bad == 0 ? string.Create(CultureInfo.InvariantCulture, $"{tried.Length} right") : string.Create(CultureInfo.InvariantCulture, $"{bad} of {tried.Length} WRONG");
            });
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Key.Name,-12} {row.Key.Kind,-60} {string.Join(' ', counts.Select(static text => $"{text,15}"))}"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cells.Count} faults tried, {wrong.Count} ended wrong"));
    }
}
