using Azure.Core;
using Azure.Core.Pipeline;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// How long the requests to storage in a flow of calls are tried again. Somebody waits for most answers, so by default a request is given
/// up after seconds. Work in the background says that it has time: the platform tries a failed blob function five times within half a
/// second and then gives up, so an ingest has to ride out an outage by itself.
/// </summary>
public static class StoragePatience
{
    private const string Property = "ServerlessSeg.StoragePatience";

    private static readonly TimeSpan LongestTryOfAnswer = TimeSpan.FromSeconds(5);
    private static readonly Limits Probe = new(TimeSpan.Zero, TimeSpan.FromSeconds(3));

    // Of a block of some megabytes over a slow line, this is the longest that it may take.
    private static readonly TimeSpan LongestTryOfWork = TimeSpan.FromSeconds(60);

    /// <summary>Until the result is disposed of, requests of this flow of calls are tried as long as the setting allows: nobody waits for them.</summary>
    public static IDisposable OfWork() => Enter(Kind.Work);

    /// <summary>Until the result is disposed of, requests of this flow of calls are tried once: what is asked is whether storage answers.</summary>
    public static IDisposable OfProbe() => Enter(Kind.Probe);

    /// <summary>The limits that hold for a request.</summary>
    internal static Limits Of(HttpMessage message, StorageOptions options) =>
        (message.TryGetProperty(Property, out object? kind) ? kind : null) switch
        {
            Kind.Work => new Limits(TimeSpan.FromSeconds(options.PatienceSeconds), LongestTryOfWork),
            Kind.Probe => Probe,
            _ => new Limits(options.AnswerPatience, LongestTryOfAnswer),
        };

    private static IDisposable Enter(Kind kind) => HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = kind });

    /// <summary>How long one request is tried again, and how long one try may take.</summary>
    internal readonly record struct Limits(TimeSpan Total, TimeSpan Try);

    private enum Kind
    {
        Work,
        Probe,
    }
}
