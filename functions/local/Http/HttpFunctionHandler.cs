using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalRuntime.Invocation;

namespace ServerlessSeg.LocalRuntime.Http;

/// <summary>Answers the requests of one HTTP function.</summary>
internal sealed partial class HttpFunctionHandler(
    FunctionDescriptor function,
    HttpTriggerAttribute trigger,
    FunctionInvoker invoker,
    FunctionKeys keys,
    IHostApplicationLifetime lifetime,
    ILogger<HttpFunctionHandler> logger)
{
    /// <summary>Checks the key, runs the function and writes its result.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        if (!keys.Allow(http.Request, trigger.AuthLevel))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            object? result = await invoker.InvokeAsync(function, InvocationOf(http), stopping.Token).ConfigureAwait(false);
            await WriteAsync(http, result).ConfigureAwait(false);
        }
        catch (RequestBindingException error)
        {
            await Problems.BadRequest(error).ExecuteAsync(http).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            LogFailed(error, function.Name);
            await Problems.InternalError(function.Name).ExecuteAsync(http).ConfigureAwait(false);
        }
    }

    private static Invocation.Invocation InvocationOf(HttpContext http) => new()
    {
        Bind = (parameter, _) => RequestBinding.BindAsync(http, parameter),
        BindingData = http.Request.RouteValues.ToDictionary(value => value.Key, value => value.Value, StringComparer.OrdinalIgnoreCase),
        Services = http.RequestServices,
    };

    private static Task WriteAsync(HttpContext http, object? result) => result switch
    {
        IResult typed => typed.ExecuteAsync(http),
        IActionResult action => action.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        _ => Task.CompletedTask,
    };

    [LoggerMessage(1, LogLevel.Error, "{Function} failed")]
    private partial void LogFailed(Exception error, string function);
}
