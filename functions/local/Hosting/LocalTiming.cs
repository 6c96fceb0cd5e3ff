using Microsoft.Extensions.Configuration;

namespace ServerlessSeg.LocalHost.Hosting;

/// <summary>How eagerly the local host looks for work, and how long it waits when it stops; section <c>AzureFunctionsLocal</c> of the settings.</summary>
internal sealed record LocalTiming
{
    /// <summary>The name of the section.</summary>
    public const string Section = "AzureFunctionsLocal";

    /// <summary>How long a worker may take to end once its stream has.</summary>
    public static readonly TimeSpan WorkerExitTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The wait between two looks into a drop zone.</summary>
    public TimeSpan BlobPollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long running functions may take to end when the host stops.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Reads the section; what is not set keeps its default.</summary>
    public static LocalTiming Read(IConfiguration configuration) => configuration.GetSection(Section).Get<LocalTiming>() ?? new LocalTiming();
}
