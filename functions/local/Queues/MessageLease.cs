using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.LocalRuntime.Queues;

/// <summary>
/// Keeps a running message hidden by renewing a short lease, so that the message of a killed host is visible again
/// within seconds. Where the lease is lost, the token tells the function to stop: somebody else has the message.
/// </summary>
internal sealed class MessageLease(QueueClient queue, QueueMessage message, LocalTiming timing, TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private CancellationTokenSource? _token;
    private Task _renewal = Task.CompletedTask;
    private string _popReceipt = message.PopReceipt;

    /// <summary>Signalled when the host stops or the lease is lost.</summary>
    public CancellationToken Token => (_token ?? throw new InvalidOperationException("The lease has not begun.")).Token;

    /// <summary>Begins to renew.</summary>
    public void Begin(CancellationToken stopping)
    {
        _token = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _renewal = RenewAsync(_token);
    }

    /// <summary>Removes the message from its queue.</summary>
    public async Task DeleteAsync()
    {
        await EndAsync().ConfigureAwait(false);
        await queue.DeleteMessageAsync(message.MessageId, _popReceipt).ConfigureAwait(false);
    }

    /// <summary>Gives the message back to its queue.</summary>
    /// <param name="hidden">How long it stays hidden.</param>
    public async Task ReleaseAsync(TimeSpan hidden)
    {
        await EndAsync().ConfigureAwait(false);
        await queue.UpdateMessageAsync(message.MessageId, _popReceipt, visibilityTimeout: hidden).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _token?.Dispose();
        _ended.Dispose();
    }

    private async Task EndAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _renewal.ConfigureAwait(false);
    }

    private async Task RenewAsync(CancellationTokenSource token)
    {
        try
        {
            while (true)
            {
                await Task.Delay(timing.QueueLeaseRenewal, clock, _ended.Token).ConfigureAwait(false);
                UpdateReceipt receipt = await queue.UpdateMessageAsync(message.MessageId, _popReceipt, visibilityTimeout: timing.QueueLease).ConfigureAwait(false);
                _popReceipt = receipt.PopReceipt;
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException)
        {
            await token.CancelAsync().ConfigureAwait(false);
        }
    }
}
