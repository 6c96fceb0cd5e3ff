using Microsoft.AspNetCore.Http;

namespace ServerlessSeg.LocalRuntime.Http;

/// <summary>The host's own answers as <c>application/problem+json</c>.</summary>
internal static class Problems
{
    public const string InvalidBody = "urn:serverlessseg:problem:invalid-body";
    public const string InvalidRouteValue = "urn:serverlessseg:problem:invalid-route-value";

    /// <summary>400 for a request that cannot be bound.</summary>
    public static IResult BadRequest(RequestBindingException error) =>
        Results.Problem(type: error.ProblemType, title: "The request cannot be read.", detail: error.Message, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>500 for a function that threw; the details are in the log only.</summary>
    public static IResult InternalError(string function) =>
        Results.Problem(type: "urn:serverlessseg:problem:internal", title: "The function failed.", detail: $"'{function}' failed; its log says why.", statusCode: StatusCodes.Status500InternalServerError);
}
