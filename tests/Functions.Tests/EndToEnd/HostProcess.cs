using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>The host program in a process of its own, with the worker below it.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly TaskCompletionSource<Uri> _root = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _read;

    private HostProcess(Process process)
    {
        _process = process;
        _read = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _error));
    }

    /// <summary>The folder of the built app.</summary>
    public static string AppFolder { get; } = Metadata("AppFolder");

    /// <summary>The host program.</summary>
    public static string Program { get; } = Metadata("HostProgram");

    /// <summary>Where it listens.</summary>
    public Uri Root => _root.Task.Result;

    /// <summary>What it wrote.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>What it wrote to its error output.</summary>
    public string Error => string.Join('\n', _error);

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Its exit code once it was disposed of.</summary>
    public int? ExitCodeAtEnd { get; private set; }

    /// <summary>The number of the worker's process; null while there is none.</summary>
    public int? WorkerId => ChildrenOf(_process.Id).Select(static id => (int?)id).FirstOrDefault();

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="settings">Settings, written with colons or with double underscores.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="arguments">Arguments beyond a free port.</param>
    public static Task<HostProcess> StartAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken stop, params string[] arguments) =>
        StartAsync(settings, AppFolder, stop, arguments);

    /// <summary>Starts it with the app of a folder and waits until it serves.</summary>
    public static async Task<HostProcess> StartAsync(IReadOnlyDictionary<string, string?> settings, string app, CancellationToken stop, params string[] arguments)
    {
        HostProcess host = Launch(settings, ["--port", "0", .. arguments], app);
        Task first = await Task.WhenAny(host._root.Task, host._process.WaitForExitAsync(stop));
        if (first == host._root.Task)
            return host;
        await host._read;
        throw new InvalidOperationException($"The host ended with exit code {host.ExitCode}: {host.Error}\n{host.Output}");
    }

    /// <summary>Starts it and waits for nothing.</summary>
    public static HostProcess Launch(IReadOnlyDictionary<string, string?> settings, IEnumerable<string> arguments, string? app = null)
    {
        var start = new ProcessStartInfo("dotnet", [Program, app ?? AppFolder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Eager, since a test waits for every step.
        start.Environment["AzureFunctionsLocal__BlobPollInterval"] = "00:00:00.05";
        start.Environment["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.1";
        foreach ((string name, string? value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new HostProcess(Process.Start(start) ?? throw new InvalidOperationException("The host could not be started."));
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken stop)
    {
        await _process.WaitForExitAsync(stop);
        await _read;
        return _process.ExitCode;
    }

    /// <summary>Kills the host alone, as a machine that runs out of memory would.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Kills the worker alone.</summary>
    public void KillWorker()
    {
        if (WorkerId is { } id)
        {
            using Process worker = Process.GetProcessById(id);
            worker.Kill();
        }
    }

    /// <summary>Kills both.</summary>
    public void KillBoth() => _process.Kill(entireProcessTree: true);

    /// <summary>Stops it in order.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        }
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopTimeout);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"The host did not stop in order: {Output}\n{Error}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _read;
        ExitCodeAtEnd = _process.ExitCode;
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader, ConcurrentQueue<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line);
            if (Served().Match(line) is { Success: true } match)
                _root.TrySetResult(new Uri(match.Value));
        }
    }

    private static IEnumerable<int> ChildrenOf(int parent)
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(static folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            string[] fields;
            try
            {
                // Behind the name, which may hold anything: the state and the parent's number.
                string stat = File.ReadAllText(Path.Combine(folder, "stat"));
                fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                continue;
            }
            if (fields[0] != "Z" && int.Parse(fields[1], CultureInfo.InvariantCulture) == parent)
                yield return int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
        }
    }

    private static string Metadata(string key) => typeof(HostProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;

    [GeneratedRegex(@"(?<=\] )http://[^/]+/")]
    private static partial Regex Served();
}
