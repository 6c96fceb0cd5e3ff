using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServerlessSeg.LocalRuntime.Http;

/// <summary>Reads a function's parameters from a request.</summary>
internal static class RequestBinding
{
    /// <summary>The parameter's value.</summary>
    /// <exception cref="RequestBindingException">The body is not the JSON wanted, or a route value not of the parameter's type.</exception>
    public static async ValueTask<object?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(HttpRequest))
            return http.Request;
        return parameter.GetCustomAttribute<FromBodyAttribute>() is not null
            ? await BodyAsync(http, parameter.ParameterType).ConfigureAwait(false)
            : RouteValue(http, parameter);
    }

    private static async Task<object> BodyAsync(HttpContext http, Type type)
    {
        JsonSerializerOptions options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            object? body = await JsonSerializer.DeserializeAsync(http.Request.Body, type, options, http.RequestAborted).ConfigureAwait(false);
            return body ?? throw new RequestBindingException(Problems.InvalidBody, "The body is null, where a JSON value is wanted.");
        }
        catch (JsonException error)
        {
            throw new RequestBindingException(Problems.InvalidBody, $"The body is not the JSON wanted: {error.Message}", error);
        }
    }

    private static object? RouteValue(HttpContext http, ParameterInfo parameter)
    {
        object? value = http.Request.RouteValues[parameter.Name!];
        if (value is null)
            return parameter.HasDefaultValue ? parameter.DefaultValue : null;
        if (parameter.ParameterType == typeof(string))
            return (string)value;
        try
        {
            return TypeDescriptor.GetConverter(parameter.ParameterType).ConvertFromInvariantString((string)value);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or NotSupportedException)
        {
            throw new RequestBindingException(Problems.InvalidRouteValue, $"'{value}' in the address is not a valid {parameter.Name}.", error);
        }
    }
}
