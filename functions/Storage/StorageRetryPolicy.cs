using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ServerlessSeg.Functions.Storage;

/// <summary>
/// Tries requests to storage again for as long as <see cref="StoragePatience"/> says, and lets every fault that remains be a
/// <see cref="RequestFailedException"/>: of several failed tries the SDK makes an <see cref="AggregateException"/>, and of one that took too
/// long an <see cref="OperationCanceledException"/>, which would be taken for a host that stops.
/// </summary>
internal sealed class StorageRetryPolicy(StorageOptions options, TimeProvider clock) : RetryPolicy(int.MaxValue, new Delays(options))
{
    private const string Started = "ServerlessSeg.Started";

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        message.SetProperty(Started, clock.GetTimestamp());
        try
        {
            await base.ProcessAsync(message, pipeline).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsFault(failure, message))
        {
            throw Translated(failure, message);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        message.SetProperty(Started, clock.GetTimestamp());
        try
        {
            base.Process(message, pipeline);
        }
        catch (Exception failure) when (IsFault(failure, message))
        {
            throw Translated(failure, message);
        }
    }

    protected override void OnSendingRequest(HttpMessage message) => message.NetworkTimeout = StoragePatience.Of(message, options).Try;

    protected override ValueTask OnSendingRequestAsync(HttpMessage message)
    {
        OnSendingRequest(message);
        return default;
    }

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => IsWithinPatience(message) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsWithinPatience(message) ? base.ShouldRetryAsync(message, exception) : new ValueTask<bool>(false);

    private bool IsWithinPatience(HttpMessage message) =>
        message.TryGetProperty(Started, out object? started) && clock.GetElapsedTime((long)started!) < StoragePatience.Of(message, options).Total;

    private static bool IsFault(Exception failure, HttpMessage message) =>
        failure is AggregateException || (failure is OperationCanceledException && !message.CancellationToken.IsCancellationRequested);

    private static RequestFailedException Translated(Exception failure, HttpMessage message)
    {
        Exception last = failure is AggregateException { InnerExceptions: [.., var latest] } ? latest : failure;
        return last is RequestFailedException { Status: not 0 } answered
            ? answered
            : new RequestFailedException(0, $"{message.Request.Uri.Host} does not answer ({message.ProcessingContext.RetryNumber + 1} tries): {last.Message}", failure);
    }

    /// <summary>Doubling waits. The SDK's own overflow after thirty tries.</summary>
    private sealed class Delays(StorageOptions options) : DelayStrategy(options.LongestDelay)
    {
        private const int MostDoublings = 16;

        protected override TimeSpan GetNextDelayCore(Response? response, int retryNumber) =>
            Min(options.LongestDelay, options.FirstDelay * (1 << Math.Clamp(retryNumber - 1, 0, MostDoublings)));
    }
}
