using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace ServerlessSeg.LocalRuntime.Hosting;

/// <summary>Replaces <c>%SETTING%</c> in schedules, queue names and blob paths.</summary>
internal static partial class SettingTemplate
{
    /// <summary>The text with every setting's value in place.</summary>
    /// <exception cref="StartFailedException">A setting is missing.</exception>
    public static string Resolve(string template, IConfiguration configuration, string functionName) =>
        Reference().Replace(template, match => configuration[match.Groups[1].Value]
            ?? throw new StartFailedException($"Function '{functionName}' needs the setting '{match.Groups[1].Value}', which is not set: add it to local.settings.json or to the environment."));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
