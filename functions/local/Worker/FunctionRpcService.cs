using Grpc.Core;
using ServerlessSeg.LocalHost.Rpc;
using RpcException = Grpc.Core.RpcException;

namespace ServerlessSeg.LocalHost.Worker;

/// <summary>Where workers call in. Only the one that the host itself started, and that knows its id, is listened to.</summary>
internal sealed class FunctionRpcService(WorkerSupervisor supervisor) : FunctionRpc.FunctionRpcBase
{
    /// <inheritdoc/>
    public override async Task EventStream(IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false) || requestStream.Current.StartStream is not { } greeting)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A worker begins with StartStream."));
        WorkerChannel channel = supervisor.Expected(greeting.WorkerId) ?? throw new RpcException(new Status(StatusCode.PermissionDenied, "This worker was not started by the host."));
        await channel.RunAsync(requestStream, responseStream, context.CancellationToken).ConfigureAwait(false);
    }
}
