using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Http;

public sealed record Greeting(string Name, int Times);

public sealed class HttpSamples(Probe probe)
{
    [Function("Customer")]
    public static IResult Customer([HttpTrigger(AuthorizationLevel.Function, "get", Route = "customers/{id}/orders/{number}")] HttpRequest request, string id, int number, FunctionContext context) =>
        Results.Json(new { id, number, query = request.Query["q"].ToString(), captured = context.BindingContext.BindingData["id"] });

    [Function("Greet")]
    public async Task<IResult> GreetAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "greet")] HttpRequest request, [FromBody] Greeting greeting)
    {
        await Task.Yield();
        probe.Report(greeting.Name);
        return TypedResults.Ok(greeting with { Times = greeting.Times + 1 });
    }

    [Function("Action")]
    public static async ValueTask<IActionResult> ActionAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
    {
        await Task.Yield();
        return new OkObjectResult(new Greeting("action", 1));
    }

    [Function("Fails")]
    public static Task<IResult> FailsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException("a secret of the inside");

    [Function("Waits")]
    public async Task<IResult> WaitsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
    {
        probe.Report("waiting");
        try
        {
            await probe.Released.WaitAsync(cancellationToken);
        }
        finally
        {
            probe.Report(cancellationToken.IsCancellationRequested ? "cancelled" : "done");
        }
        return Results.Ok();
    }
}
