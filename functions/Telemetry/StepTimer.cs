using System.Diagnostics;
using System.Globalization;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Telemetry;

/// <summary>Times the steps of one run and puts an activity around each. Calls may come from several threads.</summary>
public sealed class StepTimer(string run, Instruments instruments, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<(RunStep Step, TimeSpan Duration)> _ended = [];
    // Captured once: steps may be reported by threads whose current activity is another step's.
    private readonly ActivityContext _parent = Activity.Current?.Context ?? default;
    private Activity? _activity;
    private RunStep? _step;
    private long _started;

    /// <summary>A step is under way. One that is behind the latest is a late report and changes nothing.</summary>
    public bool Reached(RunStep step)
    {
        lock (_gate)
        {
            if (_step >= step)
                return false;
            EndStep();
            _step = step;
            _started = clock.GetTimestamp();
            _activity = Instruments.Activities.StartActivity("run." + Instruments.StepName(step), ActivityKind.Internal, _parent);
            _activity?.SetTag("run", run);
            return true;
        }
    }

    /// <summary>The run is complete: ends the last step and says how long it took.</summary>
    public TimeSpan Complete()
    {
        lock (_gate)
        {
            EndStep();
            return _ended.Count == 0 ? TimeSpan.Zero : _ended[^1].Duration;
        }
    }

    /// <summary>The run broke off: its step is not counted.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _activity?.SetStatus(ActivityStatusCode.Error);
            _activity?.Dispose();
            _activity = null;
            _step = null;
        }
    }

    /// <summary>The steps that ended with their seconds, in one line.</summary>
    public override string ToString()
    {
        lock (_gate)
            return string.Join(", ", _ended.Select(static ended => string.Create(CultureInfo.InvariantCulture, $"{Instruments.StepName(ended.Step)} {ended.Duration.TotalSeconds:0.0} s")));
    }

    private void EndStep()
    {
        if (_step is not { } step)
            return;
        TimeSpan duration = clock.GetElapsedTime(_started);
        _ended.Add((step, duration));
        instruments.StepEnded(step, duration);
        _activity?.Dispose();
        _activity = null;
        _step = null;
    }
}
