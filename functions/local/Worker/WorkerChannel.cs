using System.Collections.Concurrent;
using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Hosting;
using ServerlessSeg.LocalHost.Rpc;
using RpcException = Grpc.Core.RpcException;

namespace ServerlessSeg.LocalHost.Worker;

/// <summary>The conversation with one worker: greeting, loading of the functions, invocations, messages for the log, farewell.</summary>
internal sealed class WorkerChannel(string id, FunctionApp app, WorkerLog log)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _loaded;
    private volatile bool _isOver;

    /// <summary>The id with which the worker must greet.</summary>
    public string Id => id;

    /// <summary>Completes when every function is loaded.</summary>
    /// <exception cref="StartFailedException">The worker refuses.</exception>
    public Task Ready => _ready.Task;

    /// <summary>Completes when the worker has gone.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Where the worker's own HTTP server listens.</summary>
    public Uri? HttpAddress { get; private set; }

    /// <summary>Talks until the worker goes.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task sending = SendAsync(outgoing, over.Token);
        Send(new StreamingMessage { WorkerInitRequest = Greeting() });
        try
        {
            while (await incoming.MoveNext(cancellationToken).ConfigureAwait(false))
                Take(incoming.Current);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or RpcException)
        {
            // The worker's end is told by whoever watches its process.
        }
        finally
        {
            End();
            await over.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
        }
    }

    /// <summary>Marks the worker as gone: what it ran has failed.</summary>
    public void End()
    {
        _isOver = true;
        foreach (string invocation in _pending.Keys)
        {
            if (_pending.TryRemove(invocation, out Pending? pending))
                pending.Result.TrySetException(new WorkerGoneException(pending.Function));
        }
        _ended.TrySetResult();
    }

    /// <summary>Runs a function.</summary>
    /// <exception cref="InvocationFailedException">The function threw.</exception>
    /// <exception cref="WorkerGoneException">The worker ended meanwhile.</exception>
    /// <exception cref="OperationCanceledException">The function was told to stop, and did.</exception>
    public async Task InvokeAsync(AppFunction function, InvocationRequest request, CancellationToken cancellationToken)
    {
        var pending = new Pending(function.Name);
        _pending[request.InvocationId] = pending;
        if (_isOver && _pending.TryRemove(request.InvocationId, out _))
            throw new WorkerGoneException(function.Name);
        Send(new StreamingMessage { RequestId = id, InvocationRequest = request });
        InvocationResponse response;
        await using (cancellationToken.Register(() => Send(new StreamingMessage { RequestId = id, InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } })).ConfigureAwait(false))
            response = await pending.Result.Task.ConfigureAwait(false);
        if (response.Result.Status == StatusResult.Types.Status.Success)
            return;
        cancellationToken.ThrowIfCancellationRequested();
        throw new InvocationFailedException(function.Name, response.Result);
    }

    /// <summary>Tells the worker to finish.</summary>
    public void Terminate(TimeSpan grace) => Send(new StreamingMessage { RequestId = id, WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });

    private void Send(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    private async Task SendAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (StreamingMessage message in _outgoing.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                await outgoing.WriteAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or InvalidOperationException or RpcException)
        {
            // Nobody listens any more; the reader of the other direction sees that too.
        }
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.WorkerInitResponse:
                OnGreeted(message.WorkerInitResponse);
                break;
            case StreamingMessage.ContentOneofCase.FunctionLoadResponse:
                OnLoaded(message.FunctionLoadResponse);
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse when _pending.TryRemove(message.InvocationResponse.InvocationId, out Pending? pending):
                pending.Result.TrySetResult(message.InvocationResponse);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                log.Write(message.RpcLog);
                break;
        }
    }

    private WorkerInitRequest Greeting() => new()
    {
        HostVersion = HostVersion.Text,
        WorkerDirectory = app.Folder,
        FunctionAppDirectory = app.Folder,
    };

    private void OnGreeted(WorkerInitResponse response)
    {
        if (response.Result.Status != StatusResult.Types.Status.Success)
        {
            _ready.TrySetException(new StartFailedException($"The worker refuses to start: {response.Result.Exception?.Message ?? response.Result.Result}"));
            return;
        }
        HttpAddress = response.Capabilities.TryGetValue("HttpUri", out string? address) ? new Uri(address) : null;
        if (app.Functions.Count == 0)
            _ready.TrySetResult();
        foreach (AppFunction function in app.Functions)
            Send(new StreamingMessage { RequestId = id, FunctionLoadRequest = LoadRequest.Of(app, function) });
    }

    private void OnLoaded(FunctionLoadResponse response)
    {
        if (response.Result.Status != StatusResult.Types.Status.Success)
            _ready.TrySetException(new StartFailedException($"The worker cannot load function '{response.FunctionId}': {response.Result.Exception?.Message ?? response.Result.Result}"));
        else if (Interlocked.Increment(ref _loaded) == app.Functions.Count)
            _ready.TrySetResult();
    }

    private sealed record Pending(string Function)
    {
        public TaskCompletionSource<InvocationResponse> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
