using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Hosting;
using ServerlessSeg.LocalHost.Rpc;
using ServerlessSeg.LocalHost.Worker;
using Yarp.ReverseProxy.Forwarder;

namespace ServerlessSeg.LocalHost.Http;

/// <summary>
/// Answers requests of HTTP functions: tells the worker of the invocation, then passes the request on to the worker's own server, where both meet by the
/// invocation's id. The host's own answers have no body, as in Azure.
/// </summary>
internal sealed partial class FunctionForwarder(FunctionRoutes routes, FunctionKeys keys, WorkerSupervisor worker, IHttpForwarder forwarder, LocalConfiguration configuration, ILogger<FunctionForwarder> logger) : IDisposable
{
    private const int MostTries = 3;

    private static readonly TimeSpan WorkerWait = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
    });

    private readonly ForwarderRequestConfig _request = new() { ActivityTimeout = configuration.FunctionTimeout ?? Timeout.InfiniteTimeSpan };

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        if (routes.Find(http.Request) is not { } found)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (!keys.Allow(http.Request, FunctionKeys.LevelOf(found.Function)))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        if (await WorkerAsync(http.RequestAborted).ConfigureAwait(false) is not { HttpAddress: { } address } channel)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        // Only what has no body can be sent a second time.
        int tries = HttpMethods.IsGet(http.Request.Method) ? MostTries : 1;
        for (int i = 1; await ForwardAsync(found, channel, address, http).ConfigureAwait(false) is Outcome.Missed; i++)
        {
            http.Response.Clear();
            if (i < tries)
                continue;
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "1";
            LogMissed(found.Function.Name);
            return;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<Outcome> ForwardAsync((AppFunction Function, RouteValueDictionary Values) found, WorkerChannel channel, Uri address, HttpContext http)
    {
        InvocationRequest invocation = InvocationOf(found.Function, http, found.Values);
        Task run = channel.InvokeAsync(found.Function, invocation, http.RequestAborted);
        ForwarderError error = await forwarder.SendAsync(http, address.ToString(), _client, _request, new InvocationHeader(invocation.InvocationId, run)).ConfigureAwait(false);
        try
        {
            await run.ConfigureAwait(false);
        }
        catch (InvocationFailedException failure) when (failure.IsMissedMeeting && !http.Response.HasStarted)
        {
            return Outcome.Missed;
        }
        catch (Exception failure) when (failure is InvocationFailedException or WorkerGoneException)
        {
            LogFailed(failure, found.Function.Name);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        if (error is not ForwarderError.None && !http.RequestAborted.IsCancellationRequested)
            LogNotForwarded(found.Function.Name, error);
        return Outcome.Answered;
    }

    private async Task<WorkerChannel?> WorkerAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(WorkerWait);
        try
        {
            return await worker.GetAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static InvocationRequest InvocationOf(AppFunction function, HttpContext http, RouteValueDictionary values)
    {
        var request = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.Name,
            TraceContext = new RpcTraceContext { TraceParent = Activity.Current?.Id ?? (string?)http.Request.Headers.TraceParent ?? "", TraceState = Activity.Current?.TraceStateString ?? (string?)http.Request.Headers.TraceState ?? "" },
        };
        request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = new TypedData { Http = new RpcHttp { Method = http.Request.Method } } });
        foreach ((string name, object? value) in values)
            request.TriggerMetadata[name] = new TypedData { String = (string?)value ?? "" };
        return request;
    }

    /// <summary>How a request went.</summary>
    private enum Outcome
    {
        /// <summary>The caller has an answer, if only that it failed.</summary>
        Answered,

        /// <summary>The function did not run, and nothing was answered.</summary>
        Missed,
    }

    /// <summary>Names the invocation to the worker's server, and holds back what that answers for a function that did not run.</summary>
    private sealed class InvocationHeader(string invocationId, Task run) : HttpTransformer
    {
        private const string Name = "x-ms-invocation-id";

        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken).ConfigureAwait(false);
            proxyRequest.Headers.Remove(Name);
            proxyRequest.Headers.TryAddWithoutValidation(Name, invocationId);
            proxyRequest.Headers.Host = null;
        }

        public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
        {
            // Such an answer is empty or an error; what a function itself answers so is ready too.
            if (proxyResponse is { Content.Headers.ContentLength: 0 } or { StatusCode: >= HttpStatusCode.InternalServerError })
            {
                await run.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (run.Exception?.InnerException is InvocationFailedException { IsMissedMeeting: true })
                    return false;
            }
            return await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "{Function} failed")]
    private partial void LogFailed(Exception error, string function);

    [LoggerMessage(3, LogLevel.Warning, "{Function} did not run: the machine is too busy; the caller was told to try again")]
    private partial void LogMissed(string function);

    [LoggerMessage(2, LogLevel.Error, "The request of {Function} could not be passed on to the worker: {Error}")]
    private partial void LogNotForwarded(string function, ForwarderError error);
}
