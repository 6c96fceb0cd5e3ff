using ServerlessSeg.LocalHost.Azurite;

namespace ServerlessSeg.Functions.Tests.LocalHost.Azurite;

/// <summary>A storage emulator for the tests of a class, on free ports and in a folder of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("serverlessseg-azurite-").FullName;
    private AzuriteProcess? _azurite;

    /// <summary>Connects to the emulator.</summary>
    public string ConnectionString => _azurite!.Ports.ConnectionString;

    public async ValueTask InitializeAsync() =>
        _azurite = await AzuriteProcess.StartAsync(AzuriteInstall.Find(), _folder, AzuritePorts.Free(), stopsWithParent: true, TextWriter.Null, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
