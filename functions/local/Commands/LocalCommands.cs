using System.Reflection;

namespace ServerlessSeg.LocalRuntime.Commands;

/// <summary>Finds the command that an app declares and gives it the command line.</summary>
internal static class LocalCommands
{
    /// <summary>The command named on the assembly, or null.</summary>
    /// <exception cref="InvalidOperationException">The named class is not a command.</exception>
    public static ILocalCommand? Find(Assembly app)
    {
        if (app.GetCustomAttribute<LocalCommandAttribute>() is not { } named)
            return null;
        return Activator.CreateInstance(named.CommandType) as ILocalCommand
            ?? throw new InvalidOperationException($"{named.CommandType.FullName} is named as the local command but does not implement {nameof(ILocalCommand)}.");
    }

    /// <summary>Hands the command its arguments.</summary>
    /// <returns>The one line that says what is wrong, or null.</returns>
    public static string? TryParse(ILocalCommand? command, IReadOnlyList<string> rest)
    {
        if (command is not null)
            return command.TryParse(rest, out string? error) ? null : error;
        return rest.Count == 0 ? null : $"Unknown argument '{rest[0]}': the host takes --port N and --host ADDRESS.";
    }
}
