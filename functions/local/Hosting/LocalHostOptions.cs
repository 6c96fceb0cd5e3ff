using System.Reflection;
using ServerlessSeg.LocalRuntime.Commands;

namespace ServerlessSeg.LocalRuntime.Hosting;

/// <summary>What a local host is made of; tests set what an app takes from its process.</summary>
internal sealed record LocalHostOptions
{
    /// <summary>The classes whose methods may be functions.</summary>
    public required IReadOnlyList<Type> FunctionTypes { get; init; }

    /// <summary>The command line.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The app's command, where it has one.</summary>
    public ILocalCommand? Command { get; init; }

    /// <summary>The folder of <c>host.json</c> and <c>local.settings.json</c>.</summary>
    public string Folder { get; init; } = AppContext.BaseDirectory;

    /// <summary>Settings that win over every other source.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Where the list of functions is printed.</summary>
    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>Where the one line about a failed start is printed.</summary>
    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>Takes the exit code of the process.</summary>
    public Action<int> SetExitCode { get; init; } = static code => Environment.ExitCode = code;

    /// <summary>The options of an app's own process.</summary>
    public static LocalHostOptions For(Assembly app, IReadOnlyList<string> arguments) => new()
    {
        FunctionTypes = app.GetExportedTypes(),
        Arguments = arguments,
        Command = LocalCommands.Find(app),
    };
}
