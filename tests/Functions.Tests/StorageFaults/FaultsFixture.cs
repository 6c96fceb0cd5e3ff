using ServerlessSeg.LocalHost.Azurite;
using ServerlessSeg.StorageFaults.Scenarios;

namespace ServerlessSeg.Functions.Tests.StorageFaults;

/// <summary>Plays scenarios over one emulator for all tests of a class.</summary>
public sealed class FaultsFixture : IAsyncLifetime
{
    /// <summary>Plays them.</summary>
    public ScenarioRunner Runner { get; } = new();

    public async ValueTask InitializeAsync() => await AzuriteInstall.Find().EnsureAsync(TextWriter.Null, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Runner.DisposeAsync();
}
