namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for an HTTP request.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute : Attribute
{
    /// <summary>Answers every method at <see cref="AuthorizationLevel.Function"/>.</summary>
    public HttpTriggerAttribute()
        : this(AuthorizationLevel.Function)
    {
    }

    /// <summary>Answers the given methods at <see cref="AuthorizationLevel.Function"/>.</summary>
    /// <param name="methods">HTTP methods in any case.</param>
    public HttpTriggerAttribute(params string[] methods)
        : this(AuthorizationLevel.Function, methods)
    {
    }

    /// <summary>Answers every method.</summary>
    /// <param name="authLevel">The key a caller must show.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <summary>Answers the given methods.</summary>
    /// <param name="authLevel">The key a caller must show.</param>
    /// <param name="methods">HTTP methods in any case.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route template below the prefix; the function's name where it is null.</summary>
    public string? Route { get; set; }

    /// <summary>The methods answered; null for all.</summary>
    public string[]? Methods { get; }

    /// <summary>The key a caller must show.</summary>
    public AuthorizationLevel AuthLevel { get; }
}
