using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalRuntime.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Collects the services and settings of a functions app.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder
{
    private readonly LocalHostBuilder _host;

    internal FunctionsApplicationBuilder(LocalHostOptions options) => _host = new LocalHostBuilder(options);

    /// <summary>The app's settings: environment variables over <c>local.settings.json</c> over defaults for development.</summary>
    public IConfigurationManager Configuration => _host.Web.Configuration;

    /// <summary>The environment the app runs in.</summary>
    public IHostEnvironment Environment => _host.Web.Environment;

    /// <summary>Where log providers are added.</summary>
    public ILoggingBuilder Logging => _host.Web.Logging;

    /// <summary>Where metric listeners are added.</summary>
    public IMetricsBuilder Metrics => _host.Web.Metrics;

    /// <summary>The services that functions may ask for.</summary>
    public IServiceCollection Services => _host.Web.Services;

    /// <summary>Values that extensions of the builder share.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_host.Web).Properties;

    /// <summary>Makes the host; running it listens for HTTP requests and watches the triggers.</summary>
    public IHost Build() => _host.Build();

    void IHostApplicationBuilder.ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure) =>
        ((IHostApplicationBuilder)_host.Web).ConfigureContainer(factory, configure);
}
