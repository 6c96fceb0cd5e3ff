namespace ServerlessSeg.LocalHost.Commands;

/// <summary>Where a local host listens.</summary>
/// <param name="Root">The address without a path, for example <c>http://127.0.0.1:7071/</c>.</param>
/// <param name="RoutePrefix">The prefix of every function's route, without slashes; may be empty.</param>
internal sealed record LocalHostAddress(Uri Root, string RoutePrefix)
{
    /// <summary>The full address of a function's route.</summary>
    /// <param name="route">The route below the prefix, without a leading slash.</param>
    public Uri Route(string route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return new Uri(Root, RoutePrefix.Length == 0 ? route : $"{RoutePrefix}/{route}");
    }
}
