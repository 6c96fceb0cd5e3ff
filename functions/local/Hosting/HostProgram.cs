using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ServerlessSeg.LocalHost.Commands;
using ServerlessSeg.LocalHost.Drop;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Http;

namespace ServerlessSeg.LocalHost.Hosting;

/// <summary>The program: reads the command line, then previews, or serves and drops. A start that fails is told in one line.</summary>
internal static class HostProgram
{
    private const string Usage = "The first argument is the folder of a built or published app, which holds functions.metadata: ServerlessSeg.LocalHost FOLDER [--port N] [--host ADDRESS] [--drop FILE…]";

    /// <summary>Runs until told to stop.</summary>
    /// <returns>The exit code: 2 for wrong arguments, 1 for a start that fails, or what the command gives.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        using var stopping = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stopping));
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stopping));
        try
        {
            if (args.Count == 0 || args[0].StartsWith('-'))
                throw new StartFailedException(Usage, StartFailedException.WrongArguments);
            if (HostArguments.TryParse([.. args.Skip(1)], out HostArguments arguments) is { } wrong)
                throw new StartFailedException(wrong, StartFailedException.WrongArguments);
            if (DropArguments.TryParse(arguments.Rest, out DropArguments drop) is { } problem)
                throw new StartFailedException(problem, StartFailedException.WrongArguments);
            LocalConfiguration configuration = LocalConfiguration.Read(args[0]);
            if (drop.Preview is not null)
                return await DropPreview.RunAsync(drop, configuration, stopping.Token).ConfigureAwait(false);
            FunctionKeys keys = FunctionKeys.Read(configuration.Values);
            if (!IPAddress.IsLoopback(arguments.Address) && !keys.AreConfigured)
                throw new StartFailedException($"--host {arguments.Address} would open the functions to the network: set {FunctionKeys.Setting} to one or more keys first.", StartFailedException.WrongArguments);
            var endpoint = new IPEndPoint(arguments.Address, arguments.Port);
            RequireFreePort(endpoint);
            return await ServeAsync(FunctionApp.Read(args[0]), configuration, keys, endpoint, drop, stopping).ConfigureAwait(false);
        }
        catch (StartFailedException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message).ConfigureAwait(false);
            return failure.ExitCode;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task<int> ServeAsync(FunctionApp app, LocalConfiguration configuration, FunctionKeys keys, IPEndPoint endpoint, DropArguments drop, CancellationTokenSource stopping)
    {
        LocalHost host = await LocalHost.StartAsync(app, configuration, keys, endpoint, Console.Out, stopping.Token).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            FunctionList.Print(Console.Out, host.Address, app, configuration);
            var command = new DropCommand(drop, configuration, new StorageClients(configuration.Values), host.Address, keys.Own);
            try
            {
                if (await command.RunAsync(stopping.Token).ConfigureAwait(false) is { } exitCode)
                    return exitCode;
            }
            catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync($"The command failed: {error.Message}").ConfigureAwait(false);
                return 1;
            }
            await Task.Delay(Timeout.Infinite, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
    }

    // The first signal stops in order; the second one is left to the system, which ends the process.
    private static void Stop(PosixSignalContext context, CancellationTokenSource stopping)
    {
        context.Cancel = !stopping.IsCancellationRequested;
        stopping.Cancel();
    }

    // Asked before anything starts: the server would tell the same with a stack trace in the log, and after storage was started for nothing.
    private static void RequireFreePort(IPEndPoint endpoint)
    {
        // Port 0 is any that is free.
        if (endpoint.Port == 0)
            return;
        try
        {
            using var probe = new TcpListener(endpoint);
            probe.Start();
        }
        catch (SocketException error)
        {
            throw new StartFailedException($"The host cannot listen at {endpoint}: {error.Message}. Stop what listens there, or choose another port with --port.", inner: error);
        }
    }
}
