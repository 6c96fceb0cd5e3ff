namespace ServerlessSeg.StorageFaults.Scenarios;

/// <summary>Something the app does with storage, of which every write is to be disturbed once.</summary>
/// <param name="Name">How it is called.</param>
/// <param name="Prepare">What was done before, undisturbed.</param>
/// <param name="Act">What is disturbed.</param>
public sealed record Scenario(string Name, Func<ScenarioApp, CancellationToken, Task> Prepare, Func<ScenarioApp, CancellationToken, Task> Act)
{
    /// <summary>Settings of the app.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether files that no batch names are part of the end.</summary>
    public bool CountsFiles { get; init; }
}
