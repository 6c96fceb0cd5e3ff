using ServerlessSeg.LocalHost.Hosting;

namespace ServerlessSeg.LocalHost.Azurite;

/// <summary>Sees to it that something answers at the development-storage address.</summary>
internal static class DevelopmentStorage
{
    private const string DataFolder = ".storage";

    /// <summary>Starts the emulator unless one is running.</summary>
    /// <returns>The emulator to stop in the end, or null where somebody else runs it.</returns>
    /// <exception cref="StartFailedException">The emulator does not start, or something else is at one of its ports.</exception>
    public static async Task<AzuriteProcess?> EnsureAsync(TextWriter output, CancellationToken cancellationToken)
    {
        AzuritePorts ports = AzuritePorts.Development;
        switch (await ports.CountListeningAsync(cancellationToken).ConfigureAwait(false))
        {
            case 3:
                return null;
            case 0:
                AzuriteInstall install = AzuriteInstall.Find();
                return await AzuriteProcess.StartAsync(install, Path.Combine(install.Repository, DataFolder), ports, stopsWithParent: false, output, cancellationToken).ConfigureAwait(false);
            default:
                throw new StartFailedException($"Of the ports {ports.Blob}, {ports.Queue} and {ports.Table} only some answer: stop what listens there, or start Azurite yourself with blob, queue and table.");
        }
    }
}
