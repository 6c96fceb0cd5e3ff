using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSeg.LocalRuntime.Hosting;
using ServerlessSeg.LocalRuntime.Invocation;
using ServerlessSeg.LocalRuntime.Triggers;

namespace ServerlessSeg.LocalRuntime.Http;

/// <summary>Makes endpoints of the HTTP functions, and the one that starts the others.</summary>
internal static class HttpFunctions
{
    private static readonly string[] EveryMethod = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    /// <summary>Maps every HTTP function below the route prefix.</summary>
    /// <exception cref="StartFailedException">A function's route, parameters or result cannot be served.</exception>
    public static void Map(WebApplication app, IReadOnlyList<FunctionDescriptor> functions, IReadOnlyList<ITriggerListener> listeners)
    {
        string prefix = app.Services.GetRequiredService<HostJson>().RoutePrefix;
        foreach (FunctionDescriptor function in functions)
        {
            if (function.Trigger is not HttpTriggerAttribute trigger)
                continue;
            Check(function);
            HttpFunctionHandler handler = ActivatorUtilities.CreateInstance<HttpFunctionHandler>(app.Services, function, trigger);
            IEnumerable<string> methods = trigger.Methods is { Length: > 0 } named ? named.Select(MethodName) : EveryMethod;
            app.MapMethods(prefix.Length == 0 ? RouteOf(function) : $"{prefix}/{RouteOf(function)}", methods, handler.HandleAsync);
        }
        AdminEndpoint.Map(app, functions, listeners);
    }

    /// <summary>The route below the prefix, without slashes around it.</summary>
    public static string RouteOf(FunctionDescriptor function) => (((HttpTriggerAttribute)function.Trigger).Route ?? function.Name).Trim('/');

    /// <summary>The method's name as HTTP writes it.</summary>
    public static string MethodName(string declared) => declared.ToUpperInvariant();

    private static void Check(FunctionDescriptor function)
    {
        if (function.TriggerParameter.ParameterType != typeof(HttpRequest))
            throw new StartFailedException($"The trigger parameter of HTTP function '{function.Name}' must be an HttpRequest.");
        Type result = function.ResultType;
        if (result != typeof(void) && !typeof(IResult).IsAssignableFrom(result) && !typeof(IActionResult).IsAssignableFrom(result))
            throw new StartFailedException($"HTTP function '{function.Name}' returns {result.Name}: it must return an IResult or an IActionResult, plain or in a task.");
        foreach (ParameterInfo parameter in function.Method.GetParameters())
        {
            if (!IsBindable(parameter, RouteParameters(function)))
                throw new StartFailedException($"Parameter '{parameter.Name}' of HTTP function '{function.Name}' is not in its route '{RouteOf(function)}' and is no body, context or cancellation token.");
        }
    }

    private static HashSet<string> RouteParameters(FunctionDescriptor function)
    {
        try
        {
            RoutePattern pattern = RoutePatternFactory.Parse(RouteOf(function));
            return pattern.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
        catch (RoutePatternException error)
        {
            throw new StartFailedException($"The route '{RouteOf(function)}' of HTTP function '{function.Name}' is wrong: {error.Message}", inner: error);
        }
    }

    private static bool IsBindable(ParameterInfo parameter, HashSet<string> routeParameters) =>
        parameter.ParameterType == typeof(HttpRequest)
        || parameter.ParameterType == typeof(FunctionContext)
        || parameter.ParameterType == typeof(CancellationToken)
        || parameter.GetCustomAttribute<FromBodyAttribute>() is not null
        || routeParameters.Contains(parameter.Name!);
}
