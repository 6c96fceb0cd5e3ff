using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ServerlessSeg.Functions.Tests.LocalRuntime;

/// <summary>What the sample functions report, and what tests let them wait for.</summary>
public sealed class Probe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<string> _reports = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Values for a test to look at besides the reports.</summary>
    public ConcurrentDictionary<string, object?> Seen { get; } = new();

    public Task Released => _release.Task;

    public void Report(string report) => _reports.Writer.TryWrite(report);

    public void Release() => _release.TrySetResult();

    public bool TryNext(out string? report) => _reports.Reader.TryRead(out report);

    public async Task<string> NextAsync() =>
        await _reports.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
}
