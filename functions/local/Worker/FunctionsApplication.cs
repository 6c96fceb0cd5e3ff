using System.Reflection;
using ServerlessSeg.LocalRuntime.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>The entrance of a functions app.</summary>
public class FunctionsApplication
{
    private FunctionsApplication()
    {
    }

    /// <summary>Begins a functions app with the functions of the entry assembly.</summary>
    /// <param name="args">The command line's arguments.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        Assembly entry = Assembly.GetEntryAssembly() ?? throw new InvalidOperationException("There is no entry assembly to take functions from.");
        return new FunctionsApplicationBuilder(LocalHostOptions.For(entry, args));
    }
}
