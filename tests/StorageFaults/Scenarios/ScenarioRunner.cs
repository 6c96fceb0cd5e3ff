using ServerlessSeg.Functions.Storage;
using ServerlessSeg.StorageFaults.Emulator;
using ServerlessSeg.StorageFaults.Proxy;

namespace ServerlessSeg.StorageFaults.Scenarios;

/// <summary>Plays scenarios, each over an account of its own, and disturbs them.</summary>
public sealed class ScenarioRunner : IAsyncDisposable
{
    /// <summary>Waits that are short: what a scenario shows does not depend on them.</summary>
    public static StorageOptions Hasty { get; } = new() { FirstDelay = TimeSpan.FromMilliseconds(2), LongestDelay = TimeSpan.FromMilliseconds(20), PatienceSeconds = 600 };

    private StorageEmulator? _emulator;
    private StorageProxy? _proxy;

    /// <summary>An app over an empty account. While another of this runner is in use, none may be asked for.</summary>
    public async Task<ScenarioApp> NewAppAsync(StorageOptions? options, IReadOnlyDictionary<string, string?>? settings, CancellationToken cancellationToken)
    {
        if (_emulator is { IsUsedUp: true })
            await DisposeAsync().ConfigureAwait(false);
        _emulator ??= await StorageEmulator.StartAsync(cancellationToken).ConfigureAwait(false);
        _proxy ??= await StorageProxy.StartAsync(_emulator.Ports, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return ScenarioApp.Create(_emulator, _proxy, options ?? Hasty, settings);
    }

    /// <summary>Plays a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="plan">What is disturbed; null for nothing.</param>
    /// <param name="options">How the app tries again; with short waits by default.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<ScenarioOutcome> PlayAsync(Scenario scenario, IFaultPlan? plan, StorageOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        await using ScenarioApp app = await NewAppAsync(options, scenario.Settings, cancellationToken).ConfigureAwait(false);
        app.Traffic.Begin(null);
        await scenario.Prepare(app, cancellationToken).ConfigureAwait(false);
        if (app.Failures.Count > 0)
            throw new InvalidOperationException($"Scenario {scenario.Name} cannot be prepared: {app.Failures[0]}");
        app.Traffic.Begin(plan);
        string? thrown = null;
        try
        {
            await scenario.Act(app, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            thrown = $"{failure.GetType().Name}: {failure.Message.Split('\n', 2)[0].TrimEnd('\r')}";
        }
        IReadOnlyList<StorageRequest> requests = app.Traffic.Requests;
        app.Traffic.Begin(null);
        IReadOnlyList<string> end = await EndState.ReadAsync(app.Services, scenario.CountsFiles, cancellationToken).ConfigureAwait(false);
        return new ScenarioOutcome(requests, thrown is null ? end : [thrown, .. end], app.Poisoned, app.Failures);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
            await _proxy.DisposeAsync().ConfigureAwait(false);
        if (_emulator is not null)
            await _emulator.DisposeAsync().ConfigureAwait(false);
        (_proxy, _emulator) = (null, null);
    }
}
