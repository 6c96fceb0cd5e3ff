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

    /// <summary>Runs once after HTTP listens and the triggers are watched; also without arguments.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="address">Where the host listens.</param>
    /// <param name="cancellationToken">Signalled when the host stops.</param>
    /// <returns>The exit code with which the host shall stop, or null to go on serving.</returns>
    Task<int?> RunAsync(IServiceProvider services, LocalHostAddress address, CancellationToken cancellationToken);
}
