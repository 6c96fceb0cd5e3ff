using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalRuntime.Hosting;
using ServerlessSeg.LocalRuntime.Invocation;
using ServerlessSeg.LocalRuntime.Storage;
using ServerlessSeg.LocalRuntime.Triggers;

namespace ServerlessSeg.LocalRuntime.Queues;

/// <summary>Takes the messages of a queue and runs the function for each.</summary>
internal sealed partial class QueueTriggerListener : ITriggerListener
{
    private const int LargestBatch = 32;

    private readonly QueueClient _queue;
    private readonly QueueClient _poison;
    private readonly FunctionInvoker _invoker;
    private readonly HostJson _host;
    private readonly LocalTiming _timing;
    private readonly TimeProvider _clock;
    private readonly ILogger<QueueTriggerListener> _logger;

    public QueueTriggerListener(
        FunctionDescriptor function,
        QueueTriggerAttribute trigger,
        IConfiguration configuration,
        StorageConnections connections,
        FunctionInvoker invoker,
        HostJson host,
        LocalTiming timing,
        TimeProvider clock,
        ILogger<QueueTriggerListener> logger)
    {
        Function = function;
        string name = SettingTemplate.Resolve(trigger.QueueName, configuration, function.Name);
        Description = $"queueTrigger {name}";
        _invoker = invoker;
        _host = host;
        _timing = timing;
        _clock = clock;
        _logger = logger;
        var options = new QueueClientOptions { MessageEncoding = host.MessageEncoding };
        _poison = connections.Queues(trigger.Connection, options).GetQueueClient(name + "-poison");
        var raw = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None };
        var undecoded = new UndecodedMessages(connections.Queues(trigger.Connection, raw).GetQueueClient(name + "-poison"), function.Name, logger);
        options.MessageDecodingFailed += undecoded.GiveUpAsync;
        _queue = connections.Queues(trigger.Connection, options).GetQueueClient(name);
        QueueBinding.Check(function);
    }

    /// <inheritdoc/>
    public FunctionDescriptor Function { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken stopping)
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                running.RemoveAll(task => task.IsCompleted);
                if (running.Count > _host.QueueNewBatchThreshold)
                {
                    await Task.WhenAny(running).WaitAsync(stopping).ConfigureAwait(false);
                    continue;
                }
                QueueMessage[] batch = await ReceiveAsync(stopping).ConfigureAwait(false);
                running.AddRange(batch.Select(message => RunOneAsync(message, stopping)));
                if (batch.Length == 0)
                    await Task.Delay(_timing.QueuePollInterval, _clock, stopping).ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(running).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task RunNowAsync(string? input, CancellationToken stopping) =>
        _invoker.InvokeAsync(Function, new Invocation.Invocation { Bind = QueueBinding.For(Function, BinaryData.FromString(input ?? "")) }, stopping);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private async Task<QueueMessage[]> ReceiveAsync(CancellationToken stopping)
    {
        try
        {
            return await _queue.ReceiveMessagesAsync(Math.Clamp(_host.QueueBatchSize, 1, LargestBatch), _timing.QueueLease, stopping).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (error.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await _queue.CreateIfNotExistsAsync(cancellationToken: stopping).ConfigureAwait(false);
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException or IOException)
        {
            LogUnreadable(_queue.Name, error.Message);
        }
        return [];
    }

    private async Task RunOneAsync(QueueMessage message, CancellationToken stopping)
    {
        var lease = new MessageLease(_queue, message, _timing, _clock);
        try
        {
            await using (lease.ConfigureAwait(false))
            {
                lease.Begin(stopping);
                await RunUnderLeaseAsync(message, lease, stopping).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException or IOException)
        {
            LogUnreadable(_queue.Name, error.Message);
        }
    }

    private async Task RunUnderLeaseAsync(QueueMessage message, MessageLease lease, CancellationToken stopping)
    {
        var invocation = new Invocation.Invocation
        {
            Bind = QueueBinding.For(Function, message.Body),
            BindingData = QueueBinding.Data(message),
            RetryCount = (int)message.DequeueCount - 1,
            MaxRetryCount = _host.MaxDequeueCount - 1,
        };
        try
        {
            await _invoker.InvokeAsync(Function, invocation, lease.Token).ConfigureAwait(false);
            await lease.DeleteAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogInterrupted(Function.Name, message.MessageId);
            await lease.ReleaseAsync(TimeSpan.Zero).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not RequestFailedException { ErrorCode: "PopReceiptMismatch" })
        {
            LogFailed(error, Function.Name, message.MessageId, message.DequeueCount, _host.MaxDequeueCount);
            await GiveBackAsync(message, lease).ConfigureAwait(false);
        }
    }

    /// <summary>Hides the message until its next try or moves it to the poison queue. A kill alone never does the latter: only a failure comes here.</summary>
    private async Task GiveBackAsync(QueueMessage message, MessageLease lease)
    {
        if (message.DequeueCount < _host.MaxDequeueCount)
        {
            await lease.ReleaseAsync(_host.QueueVisibilityTimeout).ConfigureAwait(false);
            return;
        }
        await _poison.CreateIfNotExistsAsync().ConfigureAwait(false);
        await _poison.SendMessageAsync(message.Body).ConfigureAwait(false);
        await lease.DeleteAsync().ConfigureAwait(false);
        LogPoison(Function.Name, message.MessageId, _poison.Name);
    }

    [LoggerMessage(1, LogLevel.Warning, "Cannot use queue {Queue} now, and will try again: {Reason}")]
    private partial void LogUnreadable(string queue, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Function} was interrupted at message {Message}, which is back in its queue")]
    private partial void LogInterrupted(string function, string message);

    [LoggerMessage(3, LogLevel.Error, "{Function} failed at message {Message}, try {Try} of {Tries}")]
    private partial void LogFailed(Exception error, string function, string message, long @try, int tries);

    [LoggerMessage(4, LogLevel.Error, "{Function} gives message {Message} up; it is in queue {Queue}")]
    private partial void LogPoison(string function, string message, string queue);
}
