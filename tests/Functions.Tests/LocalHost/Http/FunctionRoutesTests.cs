using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Http;

namespace ServerlessSeg.Functions.Tests.LocalHost.Http;

public sealed class FunctionRoutesTests
{
    private static readonly FunctionRoutes Routes = new(
        new FunctionApp("", "", [Function("GetThing", "things/{id}", "get"), Function("ListThings", "things", "get"), Function("LookUp", "things/lookup", "post"), Function("NoRoute", null)]), "api");

    [Theory]
    [InlineData("GET", "/api/things/7", "GetThing", "7")]
    [InlineData("get", "/API/Things/7", "GetThing", "7")]
    [InlineData("GET", "/api/things", "ListThings", null)]
    [InlineData("GET", "/api/things/", "ListThings", null)]
    [InlineData("POST", "/api/things/lookup", "LookUp", null)]
    // The first by name wins, and not the more specific one.
    [InlineData("GET", "/api/things/lookup", "GetThing", "lookup")]
    [InlineData("PATCH", "/api/noroute", "NoRoute", null)]
    public void Find_IsTheFirstByNameThatMatches(string method, string path, string name, string? id)
    {
        (AppFunction function, Microsoft.AspNetCore.Routing.RouteValueDictionary values) = Routes.Find(Request(method, path))!.Value;
        Assert.Equal((name, id), (function.Name, (string?)values["id"]));
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/things")]
    [InlineData("GET", "/api/things/7/8")]
    [InlineData("DELETE", "/api/things/7")]
    [InlineData("HEAD", "/api/things")]
    [InlineData("OPTIONS", "/api/things")]
    public void Find_OfAnotherPathOrMethod_IsNothing(string method, string path) => Assert.Null(Routes.Find(Request(method, path)));

    internal static AppFunction Function(string name, string? route, params string[] methods) => new()
    {
        Name = name,
        ScriptFile = "App.dll",
        EntryPoint = "App." + name,
        Bindings =
        [
            new FunctionBinding
            {
                Name = "request",
                Type = "httpTrigger",
                Direction = "In",
                Settings = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(JsonSerializer.Serialize(new { route, methods }))!,
            },
        ],
    };

    private static HttpRequest Request(string method, string path)
    {
        HttpRequest request = new DefaultHttpContext().Request;
        (request.Method, request.Path) = (method, path);
        return request;
    }
}
