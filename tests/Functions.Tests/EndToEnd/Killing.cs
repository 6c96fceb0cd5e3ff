using System.Diagnostics;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>What is killed.</summary>
internal enum KillKind
{
    /// <summary>The host, whose worker must end then too.</summary>
    Host,

    /// <summary>The worker, which the host starts again.</summary>
    Worker,

    /// <summary>Both at once.</summary>
    Both,
}

/// <summary>Kills host and worker in every way.</summary>
internal static class Killing
{
    /// <summary>The ways.</summary>
    public static IReadOnlyList<KillKind> Kinds { get; } = Enum.GetValues<KillKind>();

    /// <summary>Kills, and returns when neither host nor worker is left.</summary>
    /// <param name="host">The host.</param>
    /// <param name="kind">What is killed first.</param>
    /// <param name="rest">How long the host goes on when only the worker is killed.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task KillAsync(HostProcess host, KillKind kind, TimeSpan rest, CancellationToken stop)
    {
        if (kind == KillKind.Worker)
        {
            host.KillWorker();
            await Task.WhenAny(host.WaitForExitAsync(stop), Task.Delay(rest, stop));
        }
        int? worker = host.WorkerId;
        if (kind == KillKind.Host)
            host.Kill();
        else
            host.KillBoth();
        await host.WaitForExitAsync(stop);
        // A worker that the host left behind ends by itself.
        while (worker is { } id && IsRunning(id))
            await Task.Delay(20, stop);
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
