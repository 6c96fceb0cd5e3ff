using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ServerlessSeg.LocalHost.Hosting;

namespace ServerlessSeg.LocalHost.Azurite;

/// <summary>A storage emulator that this process started and stops.</summary>
internal sealed class AzuriteProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly TextWriter _output;
    private readonly ConcurrentQueue<string> _errors = new();

    private AzuriteProcess(Process process, AzuritePorts ports, TextWriter output)
    {
        (_process, _output) = (process, output);
        Ports = ports;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += SayStop;
        AppDomain.CurrentDomain.UnhandledException += SayStop;
    }

    /// <summary>Where it listens.</summary>
    public AzuritePorts Ports { get; }

    /// <summary>Installs the emulator where needed, starts it and waits until all three services answer.</summary>
    /// <param name="install">Where it is pinned.</param>
    /// <param name="data">The folder of its data.</param>
    /// <param name="ports">Where it shall listen.</param>
    /// <param name="stopsWithParent">Whether it also ends when this process is killed; else it outlives that, and the next start finds it.</param>
    /// <param name="output">Where an installation is told, and an end that was not orderly.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="StartFailedException">Node is missing, or the emulator does not start.</exception>
    public static async Task<AzuriteProcess> StartAsync(AzuriteInstall install, string data, AzuritePorts ports, bool stopsWithParent, TextWriter output, CancellationToken cancellationToken)
    {
        await install.EnsureAsync(output, cancellationToken).ConfigureAwait(false);
        string[] arguments =
        [
            install.Script, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", data,
            "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
            "--blobPort", Text(ports.Blob), "--queuePort", Text(ports.Queue), "--tablePort", Text(ports.Table),
            .. stopsWithParent ? ["--stop-with-parent"] : Array.Empty<string>(),
        ];
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = install.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var azurite = new AzuriteProcess(AzuriteInstall.Start(start), ports, output);
        try
        {
            await azurite.WaitUntilItAnswersAsync(cancellationToken).ConfigureAwait(false);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Tells it to stop, which saves its data, and waits for that; kills it only when it does not end.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= SayStop;
        AppDomain.CurrentDomain.UnhandledException -= SayStop;
        SayStop(this, EventArgs.Empty);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await _output.WriteLineAsync($"Azurite, the local storage, did not end within {StopTimeout.TotalSeconds:0} s and was killed: what was written last may be lost.").ConfigureAwait(false);
        }
        _process.Dispose();
    }

    private void SayStop(object? sender, EventArgs e)
    {
        try
        {
            _process.StandardInput.WriteLine("stop");
            _process.StandardInput.Flush();
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // It has ended already, or is being disposed of by the other of the two who call this.
        }
    }

    private async Task WaitUntilItAnswersAsync(CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        while (await Ports.CountListeningAsync(cancellationToken).ConfigureAwait(false) < 3)
        {
            if (_process.HasExited)
                throw new StartFailedException($"Azurite, the local storage, ended with exit code {_process.ExitCode}: {string.Join(' ', _errors).Trim()}");
            if (Stopwatch.GetElapsedTime(started) > StartTimeout)
                throw new StartFailedException($"Azurite, the local storage, does not answer at ports {Ports.Blob}, {Ports.Queue} and {Ports.Table} after {StartTimeout.TotalSeconds:0} s.");
            await Task.Delay(Poll, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
