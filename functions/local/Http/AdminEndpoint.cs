using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.LocalRuntime.Hosting;
using ServerlessSeg.LocalRuntime.Invocation;
using ServerlessSeg.LocalRuntime.Triggers;

namespace ServerlessSeg.LocalRuntime.Http;

/// <summary>POST <c>/admin/functions/{name}</c> with <c>{"input": "…"}</c> runs a function that HTTP does not start.</summary>
internal static class AdminEndpoint
{
    private static readonly AdminJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Maps the endpoint.</summary>
    public static void Map(WebApplication app, IReadOnlyList<FunctionDescriptor> functions, IReadOnlyList<ITriggerListener> listeners)
    {
        FunctionKeys keys = app.Services.GetRequiredService<FunctionKeys>();
        BackgroundWork work = app.Services.GetRequiredService<BackgroundWork>();
        app.MapPost("/admin/functions/{name}", async (HttpContext http) =>
        {
            IResult answer = keys.Allow(http.Request, AuthorizationLevel.Admin)
                ? await StartAsync(http, functions, listeners, work).ConfigureAwait(false)
                : Results.Unauthorized();
            await answer.ExecuteAsync(http).ConfigureAwait(false);
        });
    }

    private static async Task<IResult> StartAsync(HttpContext http, IReadOnlyList<FunctionDescriptor> functions, IReadOnlyList<ITriggerListener> listeners, BackgroundWork work)
    {
        string name = (string)http.Request.RouteValues["name"]!;
        ITriggerListener? listener = listeners.FirstOrDefault(listener => listener.Function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (listener is null)
        {
            return functions.Any(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ? Results.Problem(type: "urn:serverlessseg:problem:http-function", title: "Call the function's own route.", detail: $"'{name}' is an HTTP function.", statusCode: StatusCodes.Status400BadRequest)
                : Results.NotFound();
        }
        AdminRequest? request = null;
        if (http.Request.ContentLength is not (0 or null) || http.Request.Headers.TransferEncoding.Count > 0)
        {
            try
            {
                request = await JsonSerializer.DeserializeAsync(http.Request.Body, Json.AdminRequest, http.RequestAborted).ConfigureAwait(false);
            }
            catch (JsonException error)
            {
                return Problems.BadRequest(new RequestBindingException(Problems.InvalidBody, $"The body must be {{\"input\": \"…\"}}: {error.Message}", error));
            }
        }
        work.Start(listener.Function.Name, stopping => listener.RunNowAsync(request?.Input, stopping));
        return Results.Accepted();
    }
}

/// <summary>The body of a request to run a function.</summary>
internal sealed record AdminRequest(string? Input);

/// <summary>Reads the body without reflection.</summary>
[JsonSerializable(typeof(AdminRequest))]
internal sealed partial class AdminJson : JsonSerializerContext;
