using System.Diagnostics;
using System.Diagnostics.Metrics;
using ServerlessSeg.Core.Evaluation;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Telemetry;

/// <summary>The measurements of the app: meter and activity source <c>ServerlessSeg</c>. The queries that ship with the infrastructure ask for these names.</summary>
public sealed class Instruments
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "ServerlessSeg";

    private readonly TimeProvider _clock;
    private readonly Counter<long> _rows;
    private readonly Counter<long> _bytes;
    private readonly Histogram<double> _stepDuration;
    private readonly Counter<long> _customers;
    private readonly Histogram<double> _publishRate;
    private readonly Histogram<double> _lookupDuration;
    private readonly Gauge<double> _snapshotAge;
    private readonly Counter<long> _verdicts;

    /// <summary>Makes the instruments.</summary>
    public Instruments(IMeterFactory meters, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(meters);
        Meter meter = meters.Create(Name);
        _clock = clock;
        _rows = meter.CreateCounter<long>("serverlessseg.ingest.rows", "{row}", "Rows of dropped files, by outcome: accepted or rejected.");
        _bytes = meter.CreateCounter<long>("serverlessseg.ingest.bytes", "By", "Bytes of dropped files that were read.");
        _stepDuration = meter.CreateHistogram<double>("serverlessseg.run.step.duration", "s", "How long a step of a run took.");
        _customers = meter.CreateCounter<long>("serverlessseg.run.customers", "{customer}", "Customers scored by published runs.");
        _publishRate = meter.CreateHistogram<double>("serverlessseg.publish.rate", "{customer}/s", "Customers published a second, one value a run.");
        _lookupDuration = meter.CreateHistogram<double>("serverlessseg.lookup.duration", "s", "How long a look-up took inside the app.");
        _snapshotAge = meter.CreateGauge<double>("serverlessseg.snapshot.age", "s", "Time since the end of the live snapshot's as-of day, UTC.");
        _verdicts = meter.CreateCounter<long>("serverlessseg.model.verdict", "{fit}", "Fits of a run, by model and verdict.");
    }

    /// <summary>Spans around ingest and the steps of runs.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>A file was read to its end. Accepted rows count only where the batch does.</summary>
    public void BatchRead(long bytes, RowCounts rows, bool counts)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _bytes.Add(bytes);
        _rows.Add(counts ? rows.Accepted : 0, new KeyValuePair<string, object?>("outcome", "accepted"));
        _rows.Add(rows.Rejected, new KeyValuePair<string, object?>("outcome", "rejected"));
    }

    /// <summary>A step of a run came to its end.</summary>
    public void StepEnded(RunStep step, TimeSpan duration) =>
        _stepDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("step", StepName(step)));

    /// <summary>A run was published.</summary>
    /// <param name="customers">Customers in its snapshot.</param>
    /// <param name="publishing">How long its last step took.</param>
    public void RunPublished(int customers, TimeSpan publishing)
    {
        _customers.Add(customers);
        if (publishing > TimeSpan.Zero)
            _publishRate.Record(customers / publishing.TotalSeconds);
    }

    /// <summary>The models of a run were fitted.</summary>
    public void ModelsFitted(ModelReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (ModelEntry model in report.Spend is null ? report.Models : report.Models.Append(report.Spend))
            _verdicts.Add(1, new KeyValuePair<string, object?>("model", model.Name), new KeyValuePair<string, object?>("verdict", model.Verdict));
    }

    /// <summary>Times a look-up until the result is disposed of.</summary>
    public LookupTimer StartLookup() => new(_lookupDuration, _clock);

    /// <summary>The live snapshot was looked at.</summary>
    /// <param name="asOf">The last date that counts in it.</param>
    public void SnapshotSeen(DateOnly asOf)
    {
        TimeSpan age = _clock.GetUtcNow().UtcDateTime - asOf.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        // A run may be as of today, whose end is still to come.
        _snapshotAge.Record(Math.Max(0, age.TotalSeconds));
    }

    /// <summary>A step as tags and activities name it.</summary>
    internal static string StepName(RunStep step) => step.ToString().ToLowerInvariant();
}
