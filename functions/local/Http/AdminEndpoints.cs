using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Hosting;
using ServerlessSeg.LocalHost.Triggers;
using ServerlessSeg.LocalHost.Worker;

namespace ServerlessSeg.LocalHost.Http;

/// <summary>
/// The part of the host's own API that is used: running a function now, the host's status, and the address that Event Grid posts to. It belongs to Azure's
/// host and to no package, so it is written here, with the same answers.
/// </summary>
internal sealed partial class AdminEndpoints(FunctionApp app, FunctionKeys keys, TriggerHost triggers, WorkerSupervisor worker, ILogger<AdminEndpoints> logger, CancellationToken stopping)
{
    private const int MaxBodyBytes = 1 << 20;

    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Answers a request below <c>/admin</c> or <c>/runtime</c>; false for all others.</summary>
    public async Task<bool> TryHandleAsync(HttpContext http)
    {
        string[] parts = (http.Request.Path.Value ?? "").Trim('/').Split('/');
        if (!Is(parts[0], "admin") && !Is(parts[0], "runtime"))
            return false;
        if (!keys.Allow(http.Request, CallLevel.Admin))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return true;
        }
        string[] lower = [.. parts.Select(static part => part.ToLowerInvariant())];
        string method = http.Request.Method;
        Task answer = lower switch
        {
            ["admin", "host", "status"] when HttpMethods.IsGet(method) => StatusAsync(http),
            ["admin", "host", "ping"] when HttpMethods.IsGet(method) || HttpMethods.IsPost(method) => Code(http, StatusCodes.Status200OK),
            ["admin", "functions", _] when HttpMethods.IsPost(method) => StartAsync(http, parts[2]),
            ["admin", "functions", _, "status"] when HttpMethods.IsGet(method) => FunctionStatusAsync(http, parts[2]),
            ["runtime", "webhooks", "blobs"] when HttpMethods.IsPost(method) => EventsAsync(http),
            _ => Code(http, StatusCodes.Status404NotFound),
        };
        await answer.ConfigureAwait(false);
        return true;
    }

    private Task StatusAsync(HttpContext http) => WriteAsync(
        http,
        new HostStatus(HostContainer.HostId, worker.IsReady ? "Running" : "Error", HostVersion.Text, (long)Stopwatch.GetElapsedTime(_started).TotalMilliseconds),
        AdminJson.Default.HostStatus);

    private Task FunctionStatusAsync(HttpContext http, string name) =>
        Find(name) is null ? Code(http, StatusCodes.Status404NotFound) : WriteAsync(http, new FunctionStatus([]), AdminJson.Default.FunctionStatus);

    private async Task StartAsync(HttpContext http, string name)
    {
        if (!http.Request.HasJsonContentType())
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }
        AdminRequest? request = null;
        try
        {
            request = JsonSerializer.Deserialize(await BodyAsync(http).ConfigureAwait(false), AdminJson.Default.AdminRequest);
        }
        catch (JsonException)
        {
            // The body is not an object with an input: answered like an empty one.
        }
        if (request is null)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        if (Find(name) is not { } function)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        if (function.Trigger.Type == "httpTrigger")
            LogHasRoute(function.Name, FunctionRoutes.RouteOf(function));
        else
            _ = RunAsync(function, request.Input);
    }

    private async Task RunAsync(AppFunction function, string? input)
    {
        try
        {
            await triggers.CallAsync(function, input, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (Exception error)
        {
            // Whatever went wrong, nobody waits for it: the caller has had its answer.
            LogFailed(error, function.Name);
        }
    }

    private async Task EventsAsync(HttpContext http)
    {
        string functionName = http.Request.Query["functionName"].ToString();
        byte[] body = await BodyAsync(http).ConfigureAwait(false);
        try
        {
            using HttpResponseMessage answer = await triggers.Events.HandleAsync(functionName, http.Request.Headers["aeg-event-type"], body, http.RequestAborted).ConfigureAwait(false);
            http.Response.StatusCode = (int)answer.StatusCode;
            if (answer.Content.Headers.ContentType is { } type)
                http.Response.ContentType = type.ToString();
            await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // As in Azure: what the extension cannot read is a fault of the server there, with no body.
            LogEventRefused(functionName, error.Message);
            http.Response.StatusCode = (int)HttpStatusCode.InternalServerError;
        }
    }

    private AppFunction? Find(string name) => app.Functions.FirstOrDefault(function => Is(function.Name, name));

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static Task Code(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task WriteAsync<T>(HttpContext http, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        await http.Response.WriteAsJsonAsync(value, type, "application/json; charset=utf-8", http.RequestAborted).ConfigureAwait(false);

    private static async Task<byte[]> BodyAsync(HttpContext http)
    {
        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBodyBytes;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted).ConfigureAwait(false);
        return body.ToArray();
    }

    [LoggerMessage(1, LogLevel.Error, "{Function}, started by hand, failed")]
    private partial void LogFailed(Exception error, string function);

    [LoggerMessage(2, LogLevel.Warning, "{Function} is an HTTP function: call its own route {Route}")]
    private partial void LogHasRoute(string function, string route);

    [LoggerMessage(3, LogLevel.Warning, "An event for {Function} cannot be read: {Reason}")]
    private partial void LogEventRefused(string function, string reason);
}

/// <summary>The body of a request to run a function.</summary>
internal sealed record AdminRequest(string? Input);

/// <summary>How the host does.</summary>
internal sealed record HostStatus(string Id, string State, string Version, long ProcessUptime);

/// <summary>What is wrong with a function; nothing, once the host runs.</summary>
internal sealed record FunctionStatus(IReadOnlyList<string> Errors);

/// <summary>Reads and writes these without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AdminRequest))]
[JsonSerializable(typeof(HostStatus))]
[JsonSerializable(typeof(FunctionStatus))]
internal sealed partial class AdminJson : JsonSerializerContext;
