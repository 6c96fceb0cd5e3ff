using Microsoft.Extensions.Configuration;

namespace ServerlessSeg.LocalRuntime.Hosting;

/// <summary>How eagerly the local host looks for work; section <c>AzureFunctionsLocal</c> of the settings.</summary>
internal sealed record LocalTiming
{
    /// <summary>The name of the section.</summary>
    public const string Section = "AzureFunctionsLocal";

    /// <summary>The wait between two scans of a blob container.</summary>
    public TimeSpan BlobPollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The wait between two looks into an empty queue.</summary>
    public TimeSpan QueuePollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a taken message stays hidden; short, so that a killed host's message is soon back.</summary>
    public TimeSpan QueueLease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the lease of a running message is renewed.</summary>
    public TimeSpan QueueLeaseRenewal { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The wait before a failed blob is tried again.</summary>
    public TimeSpan BlobRetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long running functions may take to end when the host stops.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Reads the section; what is not set keeps its default.</summary>
    public static LocalTiming Read(IConfiguration configuration) => configuration.GetSection(Section).Get<LocalTiming>() ?? new LocalTiming();
}
