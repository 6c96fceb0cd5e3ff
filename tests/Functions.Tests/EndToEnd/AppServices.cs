using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessSeg.Functions.Configuration;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>The app's services without its functions.</summary>
internal static class AppServices
{
    /// <summary>Puts them together as the worker does; nothing of them is started.</summary>
    public static IHost Create(Dictionary<string, string?> settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.AddServerlessSeg();
        return builder.Build();
    }
}
