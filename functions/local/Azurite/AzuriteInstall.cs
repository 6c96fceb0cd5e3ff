using System.ComponentModel;
using System.Diagnostics;
using ServerlessSeg.LocalHost.Hosting;

namespace ServerlessSeg.LocalHost.Azurite;

/// <summary>The folder that pins the storage emulator, and the installation in it.</summary>
/// <param name="Folder">The folder of <c>package.json</c>.</param>
internal sealed record AzuriteInstall(string Folder)
{
    /// <summary>What a user without Node reads.</summary>
    public const string NodeIsMissing = "Azurite, the local storage, needs Node.js 20 or later with npm: install it from https://nodejs.org, or set AzureWebJobsStorage to the connection string of another storage account.";

    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(200);

    /// <summary>The folder above which the repository lies.</summary>
    public string Repository => Path.GetFullPath(Path.Combine(Folder, "..", ".."));

    /// <summary>The script that runs the emulator.</summary>
    public string Script => Path.Combine(Folder, "azurite.cjs");

    private bool IsInstalled
    {
        get
        {
            string installed = Path.Combine(Folder, "node_modules", ".package-lock.json");
            return File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json"));
        }
    }

    /// <summary>Looks for <c>infra/local</c> in the folders above the running app.</summary>
    /// <exception cref="StartFailedException">It is in none of them.</exception>
    public static AzuriteInstall Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "infra", "local");
            if (File.Exists(Path.Combine(candidate, "package.json")))
                return new AzuriteInstall(candidate);
        }
        throw new StartFailedException($"No storage answers, and infra/local, which pins Azurite, is in no folder above {AppContext.BaseDirectory}: start Azurite, or set AzureWebJobsStorage.");
    }

    /// <summary>Runs <c>npm ci</c> where the emulator is missing or older than the lock file.</summary>
    /// <exception cref="StartFailedException">Node is missing, or npm failed.</exception>
    public async Task EnsureAsync(TextWriter output, CancellationToken cancellationToken)
    {
        if (IsInstalled)
            return;
        using FileStream alone = await LockAsync(cancellationToken).ConfigureAwait(false);
        if (IsInstalled)
            return;
        await output.WriteLineAsync($"Installing Azurite, the local storage, in {Folder} (once, by npm ci) ...".AsMemory(), cancellationToken).ConfigureAwait(false);
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process npm = Start(start);
        Task<string> written = npm.StandardOutput.ReadToEndAsync(cancellationToken);
        string errors = await npm.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await written.ConfigureAwait(false);
        await npm.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (npm.ExitCode != 0)
            throw new StartFailedException($"Azurite could not be installed: 'npm ci' in {Folder} ended with exit code {npm.ExitCode}. {FirstError(errors)}");
    }

    /// <summary>Starts a program that comes with Node.</summary>
    /// <exception cref="StartFailedException">The program is missing.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new StartFailedException(NodeIsMissing);
        }
        catch (Win32Exception error)
        {
            throw new StartFailedException(NodeIsMissing, inner: error);
        }
    }

    private static string FirstError(string errors) =>
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(line => line.StartsWith("npm error", StringComparison.Ordinal)) ?? "";

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(Folder, ".install.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(LockRetry, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
