using System.Reflection;

namespace ServerlessSeg.LocalHost.Hosting;

/// <summary>The version of this host.</summary>
internal static class HostVersion
{
    /// <summary>As its assembly gives it.</summary>
    public static string Text { get; } = typeof(HostVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
