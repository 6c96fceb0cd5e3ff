using System.Diagnostics;

#pragma warning disable CA1050 // The runtime looks for this name outside of any namespace.

/// <summary>
/// Runs in the worker before its own code: ends the worker when the host ends, however that happens. The host holds the other end of the worker's
/// standard input open as long as it lives. Without this the worker of a killed host would go on for ever.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        // What the worker itself starts must not inherit this: its standard input is another.
        string[] others = [.. (Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") ?? "").Split(Path.PathSeparator).Where(static hook => hook != typeof(StartupHook).Assembly.Location)];
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", others.Length == 0 ? null : string.Join(Path.PathSeparator, others));
        new Thread(EndWithTheHost) { IsBackground = true, Name = "Host watch" }.Start();
    }

    private static void EndWithTheHost()
    {
        using Stream input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }
        using var own = Process.GetCurrentProcess();
        own.Kill();
    }
}
