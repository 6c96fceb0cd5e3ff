using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Functions.Resegment;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.StorageFaults.Scenarios;

/// <summary>The scenarios. A capability that writes to storage has one here.</summary>
public static class ScenarioList
{
    // Enough for a compaction.
    private const int SmallFiles = 9;

    private static readonly DateOnly Earlier = new(2025, 11, 30);

    private static readonly BinaryData Mapping = BinaryData.FromString("""{"columns":{"customer":"customer_id"}}""");

    /// <summary>Every scenario.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("start", static (_, _) => Task.CompletedTask, StartAsync),
        new("ingest", PreparedAsync, static (app, stop) => app.DropAsync("shop/all.csv", ScenarioData.Part(0, 1), stop)),
        new("replace", OneFileAsync, static (app, stop) => app.DropAsync("shop/all.csv", ScenarioData.Year(2025), stop)),
        new("refuse", OneFileAsync, RefusedAndUnderstoodAsync),
        new("reread", TwoFilesAsync, RereadAsync),
        new("compaction", SmallFilesAsync, CompactAsync),
        new("run", OneFileAsync, static (app, stop) => app.RunAsync(ScenarioData.AsOf, stop)),
        new("publication", OneRunAsync, static (app, stop) => app.RunAsync(ScenarioData.AsOf, stop)) { Settings = new Dictionary<string, string?> { ["ServerlessSeg:RetainedSnapshots"] = "1" } },
        new("cleanup", UnnamedFilesAsync, CleanAsync) { CountsFiles = true },
    ];

    private static async Task StartAsync(ScenarioApp app, CancellationToken stop)
    {
        await app.TryAsync("start", () => app.PrepareAsync(stop)).ConfigureAwait(false);
        await app.DropAsync("shop/all.csv", ScenarioData.Part(0, 1), stop).ConfigureAwait(false);
    }

    private static Task PreparedAsync(ScenarioApp app, CancellationToken stop) => app.PrepareAsync(stop);

    private static async Task OneFileAsync(ScenarioApp app, CancellationToken stop)
    {
        await app.PrepareAsync(stop).ConfigureAwait(false);
        await app.DropAsync("shop/all.csv", ScenarioData.Part(0, 1), stop).ConfigureAwait(false);
    }

    private static async Task TwoFilesAsync(ScenarioApp app, CancellationToken stop)
    {
        await app.PrepareAsync(stop).ConfigureAwait(false);
        await app.DropAsync("shop/2024.csv", ScenarioData.Year(2024), stop).ConfigureAwait(false);
        await app.DropAsync("shop/2025.csv", ScenarioData.Year(2025), stop).ConfigureAwait(false);
    }

    private static async Task SmallFilesAsync(ScenarioApp app, CancellationToken stop)
    {
        await app.PrepareAsync(stop).ConfigureAwait(false);
        for (int part = 0; part < SmallFiles; part++)
            await app.DropAsync($"shop/{part}.csv", ScenarioData.Part(part, SmallFiles), stop).ConfigureAwait(false);
    }

    private static async Task OneRunAsync(ScenarioApp app, CancellationToken stop)
    {
        await OneFileAsync(app, stop).ConfigureAwait(false);
        await app.RunAsync(Earlier, stop).ConfigureAwait(false);
    }

    private static async Task RefusedAndUnderstoodAsync(ScenarioApp app, CancellationToken stop)
    {
        await app.DropAsync("shop/all.csv", BinaryData.FromString("city,temperature\nParis,21\n"), stop).ConfigureAwait(false);
        await app.DropAsync("shop/all.csv", ScenarioData.Year(2024), stop).ConfigureAwait(false);
    }

    private static async Task RereadAsync(ScenarioApp app, CancellationToken stop) =>
        await app.DropAsync("shop/" + StorageNames.MappingFile, Mapping, stop).ConfigureAwait(false);

    private static async Task CompactAsync(ScenarioApp app, CancellationToken stop) =>
        await app.TryAsync("compaction", () => app.Services.GetRequiredService<LedgerCompactor>().RunAsync(stop)).ConfigureAwait(false);

    private static async Task UnnamedFilesAsync(ScenarioApp app, CancellationToken stop)
    {
        await SmallFilesAsync(app, stop).ConfigureAwait(false);
        await app.Services.GetRequiredService<LedgerCompactor>().RunAsync(stop).ConfigureAwait(false);
        await app.DropAsync("shop/0.csv", ScenarioData.Year(2024), stop).ConfigureAwait(false);
        await app.Services.GetRequiredService<LedgerCleanup>().RunAsync(stop).ConfigureAwait(false);
        app.Clock.Advance(LedgerCleanup.Grace + TimeSpan.FromHours(1));
    }

    private static async Task CleanAsync(ScenarioApp app, CancellationToken stop) =>
        await app.TryAsync("cleanup", () => app.Services.GetRequiredService<LedgerCleanup>().RunAsync(stop)).ConfigureAwait(false);
}
