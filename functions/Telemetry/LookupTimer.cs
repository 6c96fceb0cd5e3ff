using System.Diagnostics.Metrics;

namespace ServerlessSeg.Functions.Telemetry;

/// <summary>Records the time from its making to its disposal.</summary>
public sealed class LookupTimer : IDisposable
{
    private readonly Histogram<double> _duration;
    private readonly TimeProvider _clock;
    private readonly long _started;

    internal LookupTimer(Histogram<double> duration, TimeProvider clock)
    {
        (_duration, _clock) = (duration, clock);
        _started = clock.GetTimestamp();
    }

    /// <inheritdoc />
    public void Dispose() => _duration.Record(_clock.GetElapsedTime(_started).TotalSeconds);
}
