using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using ServerlessSeg.LocalHost.Functions;

namespace ServerlessSeg.LocalHost.Http;

/// <summary>Finds the HTTP function of a request as Azure's host does: in the order of the functions' names, whichever matches first, and not by how specific a route is.</summary>
internal sealed class FunctionRoutes
{
    private static readonly string[] EveryMethod = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    private readonly (AppFunction Function, TemplateMatcher Route, IReadOnlyList<string> Methods)[] _routes;

    /// <summary>Reads the functions' routes.</summary>
    /// <param name="app">The app; its functions are in the order of their names.</param>
    /// <param name="prefix">What every route begins with, without slashes; may be empty.</param>
    public FunctionRoutes(FunctionApp app, string prefix) => _routes =
    [
        .. app.HttpFunctions.Select(function =>
        {
            RouteTemplate template = TemplateParser.Parse(prefix.Length == 0 ? RouteOf(function) : $"{prefix}/{RouteOf(function)}");
            return (function, new TemplateMatcher(template, []), MethodsOf(function));
        }),
    ];

    /// <summary>The route below the prefix, without slashes around it.</summary>
    public static string RouteOf(AppFunction function) => (function.Trigger.Text("route") ?? function.Name).Trim('/');

    /// <summary>The methods that a function takes.</summary>
    public static IReadOnlyList<string> MethodsOf(AppFunction function) =>
        function.Trigger.Texts("methods") is { Count: > 0 } named ? [.. named.Select(static method => method.ToUpperInvariant())] : EveryMethod;

    /// <summary>The function for a request, with the values of its route; null for none, whatever part of the request it is that does not match.</summary>
    public (AppFunction Function, RouteValueDictionary Values)? Find(HttpRequest request)
    {
        foreach ((AppFunction function, TemplateMatcher route, IReadOnlyList<string> methods) in _routes)
        {
            var values = new RouteValueDictionary();
            if (methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase) && route.TryMatch(request.Path, values))
                return (function, values);
        }
        return null;
    }
}
