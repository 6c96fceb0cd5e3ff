using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Hosting;

namespace ServerlessSeg.LocalHost.Worker;

/// <summary>
/// The process of a worker. It ends when this process ends, however that happens (<see cref="StartupHook"/> watches its standard input),
/// and leaves Ctrl-C, which reaches every process of a terminal, to the host.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int LinesKept = 40;
    private const string StartupHooks = "DOTNET_STARTUP_HOOKS";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    private WorkerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process's number.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote to its error output last, for a worker that does not start.</summary>
    public string Errors => string.Join(Environment.NewLine, _errors);

    /// <summary>Starts a worker.</summary>
    /// <param name="app">The app.</param>
    /// <param name="host">Where the host listens for it.</param>
    /// <param name="workerId">The id with which it is to greet.</param>
    /// <param name="settings">Settings of the app, which become environment variables.</param>
    /// <exception cref="StartFailedException">There is no .NET to run it.</exception>
    public static WorkerProcess Start(FunctionApp app, Uri host, string workerId, IReadOnlyDictionary<string, string> settings)
    {
        string dotnet = Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
        // With the signal ignored when it begins, a process never takes it. The shell gives its own place to the worker.
        string[] command = OperatingSystem.IsWindows() ? [dotnet, app.Worker] : ["/bin/sh", "-c", "trap '' INT QUIT; exec \"$0\" \"$@\"", dotnet, app.Worker];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = app.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (OperatingSystem.IsWindows())
            start.CreateNewProcessGroup = true;
        foreach ((string name, string value) in settings)
            start.Environment[name] = value;
        start.Environment["Functions__Worker__HostEndpoint"] = host.ToString();
        start.Environment["Functions__Worker__WorkerId"] = workerId;
        start.Environment["Functions__Worker__RequestId"] = workerId;
        start.Environment["Functions__Worker__GrpcMaxMessageLength"] = "2147483647";
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = app.Folder;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = app.Folder;
        // Ours comes first; those of the user stay.
        start.Environment[StartupHooks] = string.Join(Path.PathSeparator, new[] { typeof(WorkerProcess).Assembly.Location, Environment.GetEnvironmentVariable(StartupHooks) }.Where(static hook => !string.IsNullOrEmpty(hook)));
        try
        {
            return new WorkerProcess(Process.Start(start) ?? throw new StartFailedException("The worker could not be started."));
        }
        catch (Win32Exception error)
        {
            throw new StartFailedException($"The worker could not be started: {error.Message}", inner: error);
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private void Keep(string? line)
    {
        if (string.IsNullOrEmpty(line))
            return;
        _errors.Enqueue(line);
        while (_errors.Count > LinesKept)
            _errors.TryDequeue(out _);
    }
}
