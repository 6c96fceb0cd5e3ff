using System.Diagnostics.CodeAnalysis;

namespace ServerlessSeg.LocalRuntime;

/// <summary>Work that the command line asks of a local host besides serving; named by <see cref="LocalCommandAttribute"/>.</summary>
public interface ILocalCommand
{
    /// <summary>Reads the arguments that the host did not take for itself, before anything starts.</summary>
    /// <param name="arguments">The arguments without <c>--port</c> and <c>--host</c>; often empty.</param>
    /// <param name="problem">One line that says what is wrong and what to write instead.</param>
    /// <returns>False where the arguments are wrong; the process then ends with exit code 2.</returns>
    bool TryParse(IReadOnlyList<string> arguments, [NotNullWhen(false)] out string? problem);

    /// <summary>What has to run for the arguments that were read: all of the host, unless the command says otherwise.</summary>
    LocalCommandNeeds Needs => LocalCommandNeeds.Host;

    /// <summary>Runs once after what it needs has started; also without arguments.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="address">Where the host listens, or would.</param>
    /// <param name="cancellationToken">Signalled when the host stops.</param>
    /// <returns>The exit code with which the host shall stop, or null to go on serving; without the host null is 0.</returns>
    Task<int?> RunAsync(IServiceProvider services, LocalHostAddress address, CancellationToken cancellationToken);
}

/// <summary>What a command needs to run.</summary>
public enum LocalCommandNeeds
{
    /// <summary>The host: HTTP, triggers, storage.</summary>
    Host,

    /// <summary>Storage alone: nothing listens and nothing but the command runs.</summary>
    Storage,

    /// <summary>Nothing but the app's services.</summary>
    Nothing,
}
