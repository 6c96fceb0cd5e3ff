using System.Globalization;
using System.Net;

namespace ServerlessSeg.LocalHost.Commands;

/// <summary>The host's own part of the command line, and what is left of it for the command.</summary>
/// <param name="Port">The TCP port; 0 takes a free one.</param>
/// <param name="Address">The address to listen at.</param>
/// <param name="Rest">The arguments that are not the host's.</param>
internal sealed record HostArguments(int Port, IPAddress Address, IReadOnlyList<string> Rest)
{
    private const int DefaultPort = 7071;

    public static HostArguments Default { get; } = new(DefaultPort, IPAddress.Loopback, []);

    /// <summary>Takes <c>--port N</c> and <c>--host ADDRESS</c> out of the arguments.</summary>
    /// <returns>The one line that says what is wrong, or null.</returns>
    public static string? TryParse(IReadOnlyList<string> args, out HostArguments parsed)
    {
        parsed = Default;
        var rest = new List<string>();
        for (int i = 0; i < args.Count; i++)
        {
            (string name, string? value) = Split(args[i]);
            if (name is not ("--port" or "--host"))
            {
                rest.Add(args[i]);
                continue;
            }
            value ??= ++i < args.Count ? args[i] : "";
            if (name == "--port")
            {
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > IPEndPoint.MaxPort)
                    return $"--port takes a number from 0 to {IPEndPoint.MaxPort}, for example '--port 7071', but got '{value}'.";
                parsed = parsed with { Port = port };
            }
            else
            {
                if (!IPAddress.TryParse(value == "localhost" ? "127.0.0.1" : value, out IPAddress? address))
                    return $"--host takes an IP address, for example '--host 0.0.0.0', but got '{value}'.";
                parsed = parsed with { Address = address };
            }
        }
        parsed = parsed with { Rest = rest };
        return null;
    }

    private static (string Name, string? Value) Split(string argument)
    {
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        return argument.StartsWith("--", StringComparison.Ordinal) && equals > 0 ? (argument[..equals], argument[(equals + 1)..]) : (argument, null);
    }
}
