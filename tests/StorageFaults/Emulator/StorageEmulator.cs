using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ServerlessSeg.StorageFaults.Proxy;

namespace ServerlessSeg.StorageFaults.Emulator;

/// <summary>
/// A storage emulator that keeps everything in memory and has many accounts, so that each scenario begins with one that is empty. It ends
/// with the process that started it.
/// </summary>
public sealed class StorageEmulator : IAsyncDisposable
{
    private const int Accounts = 200;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    // It protects nothing: the emulator listens on this machine alone and is gone in the end.
    private static readonly string Key = Convert.ToBase64String(Encoding.ASCII.GetBytes("k"));

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private int _used;

    private StorageEmulator(Process process, StoragePorts ports)
    {
        (_process, Ports) = (process, ports);
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public StoragePorts Ports { get; }

    /// <summary>Starts it on free ports; the emulator's package must be installed (<c>npm ci</c> in <c>infra/local</c>).</summary>
    /// <exception cref="InvalidOperationException">It does not start; the message says why.</exception>
    public static async Task<StorageEmulator> StartAsync(CancellationToken cancellationToken)
    {
        string folder = Folder();
        StoragePorts ports = FreePorts();
        var start = new ProcessStartInfo("node",
        [
            "azurite.cjs", "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--inMemoryPersistence", "--stop-with-parent",
            "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
            "--blobPort", Text(ports.Blob), "--queuePort", Text(ports.Queue), "--tablePort", Text(ports.Table),
        ])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(0, Accounts).Select(static number => $"{Name(number)}:{Key}"));
        Process process = Process.Start(start) ?? throw new InvalidOperationException("Node.js, which runs the storage emulator, could not be started.");
        var emulator = new StorageEmulator(process, ports);
        try
        {
            await emulator.WaitUntilItAnswersAsync(cancellationToken).ConfigureAwait(false);
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether every account was used. The emulator grows with each and slows down, so there are not many.</summary>
    public bool IsUsedUp => _used >= Accounts;

    /// <summary>An account that was not used before, and its key.</summary>
    /// <exception cref="InvalidOperationException">All are used.</exception>
    public (string Account, string Key) NextAccount()
    {
        int number = Interlocked.Increment(ref _used) - 1;
        return number < Accounts ? (Name(number), Key) : throw new InvalidOperationException($"All {Accounts} accounts of the emulator are used: start another.");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task WaitUntilItAnswersAsync(CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        foreach (int port in new[] { Ports.Blob, Ports.Queue, Ports.Table })
        {
            while (!await IsListeningAsync(port, cancellationToken).ConfigureAwait(false))
            {
                if (_process.HasExited || Stopwatch.GetElapsedTime(started) > StartTimeout)
                    throw new InvalidOperationException($"The storage emulator does not start: {string.Join(' ', _errors).Trim()}");
                await Task.Delay(100, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> IsListeningAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static StoragePorts FreePorts()
    {
        TcpListener[] listeners = [new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0)];
        try
        {
            foreach (TcpListener listener in listeners)
                listener.Start();
            int[] ports = [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
            return new StoragePorts(ports[0], ports[1], ports[2]);
        }
        finally
        {
            foreach (TcpListener listener in listeners)
                listener.Dispose();
        }
    }

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "infra", "local");
            if (!File.Exists(Path.Combine(candidate, "azurite.cjs")))
                continue;
            return Directory.Exists(Path.Combine(candidate, "node_modules", "azurite"))
                ? candidate
                : throw new InvalidOperationException($"The storage emulator is not installed: run 'npm ci' in {candidate}.");
        }
        throw new InvalidOperationException($"infra/local, which pins the storage emulator, is in no folder above {AppContext.BaseDirectory}.");
    }

    private static string Name(int number) => "faults" + Text(number);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
