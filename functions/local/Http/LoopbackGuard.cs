using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ServerlessSeg.LocalHost.Http;

/// <summary>
/// Keeps web pages out of a host that asks for no key. A browser on this machine reaches it for any page that is open in it: under a foreign name that
/// was pointed at this machine (the Host header tells), or by posting across sites (the Origin header tells). Neither is the user's own doing.
/// </summary>
internal sealed class LoopbackGuard(FunctionKeys keys)
{
    private static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Lets the request through, or answers 403 with the reason.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!keys.AreConfigured && Complaint(http) is { } complaint)
            await Results.Problem(type: "urn:serverlessseg:problem:foreign-request", title: "Refused", detail: complaint, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(http).ConfigureAwait(false);
        else
            await next(http).ConfigureAwait(false);
    }

    private static string? Complaint(HttpContext http)
    {
        int port = http.Connection.LocalPort;
        if (!IsOwn(http.Request.Host, port))
            return $"The request is for '{http.Request.Host}', and without keys this host answers only to localhost:{port.ToString(CultureInfo.InvariantCulture)}, 127.0.0.1 and [::1].";
        bool changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && !HttpMethods.IsOptions(http.Request.Method);
        string? origin = http.Request.Headers.Origin;
        return changes && !string.IsNullOrEmpty(origin) && !IsOwnOrigin(origin, port) ? $"The request comes from a page of '{origin}', and without keys this host takes none from other sites." : null;
    }

    private static bool IsOwn(HostString host, int port) => host.HasValue && (host.Port ?? 80) == port && OwnNames.Contains(host.Host, StringComparer.OrdinalIgnoreCase);

    private static bool IsOwnOrigin(string origin, int port) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttp && uri.Port == port && OwnNames.Contains(uri.Host, StringComparer.OrdinalIgnoreCase);
}
