using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Tests.Telemetry;

/// <summary>Hears every measurement of one app; other apps in the same process have meters of their own.</summary>
internal sealed class Recording : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measured> _heard = new();

    public Recording(IServiceProvider app)
    {
        IMeterFactory factory = app.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Instruments.Name && ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What was heard of an instrument, in order.</summary>
    public IReadOnlyList<Measured> Of(string instrument) => [.. _heard.Where(measured => measured.Instrument == instrument)];

    public void Dispose() => _listener.Dispose();

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _heard.Enqueue(new Measured(instrument.Name, value, string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"))));
}

/// <summary>One measurement, its tags as <c>name=value</c>.</summary>
internal sealed record Measured(string Instrument, double Value, string Tags);
