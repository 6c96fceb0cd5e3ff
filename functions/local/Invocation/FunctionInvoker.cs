using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.LocalRuntime.Invocation;

/// <summary>Runs a function once: makes its class, binds its parameters, limits its time.</summary>
internal sealed partial class FunctionInvoker(IServiceScopeFactory scopes, HostJson host, TimeProvider clock, ILogger<FunctionInvoker> logger)
{
    /// <summary>Runs the function.</summary>
    /// <returns>What the method returned, awaited; null for void.</returns>
    /// <exception cref="TimeoutException">The function was cancelled because its time was over.</exception>
    public async Task<object?> InvokeAsync(FunctionDescriptor function, Invocation invocation, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(host.FunctionTimeout, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        AsyncServiceScope? scope = invocation.Services is null ? scopes.CreateAsyncScope() : null;
        long started = clock.GetTimestamp();
        try
        {
            IServiceProvider services = invocation.Services ?? scope!.Value.ServiceProvider;
            var context = new LocalFunctionContext(function.Definition, invocation, services, linked.Token);
            object? result = await CallAsync(function, invocation, context).ConfigureAwait(false);
            LogSucceeded(function.Name, (long)clock.GetElapsedTime(started).TotalMilliseconds);
            return result;
        }
        catch (OperationCanceledException error) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Function '{function.Name}' was cancelled after {host.FunctionTimeout:c}, the functionTimeout of host.json.", error);
        }
        finally
        {
            if (scope is { } own)
                await own.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<object?> CallAsync(FunctionDescriptor function, Invocation invocation, LocalFunctionContext context)
    {
        ParameterInfo[] parameters = function.Method.GetParameters();
        object?[] arguments = new object?[parameters.Length];
        try
        {
            foreach (ParameterInfo parameter in parameters)
                arguments[parameter.Position] = await BindAsync(parameter, invocation, context).ConfigureAwait(false);
            object? instance = function.Method.IsStatic ? null : ActivatorUtilities.GetServiceOrCreateInstance(context.InstanceServices, function.Method.DeclaringType!);
            object? returned = function.Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
            return await ResultAsync(returned, function.ResultType != typeof(void)).ConfigureAwait(false);
        }
        finally
        {
            foreach (Stream stream in arguments.OfType<Stream>())
                await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static ValueTask<object?> BindAsync(ParameterInfo parameter, Invocation invocation, FunctionContext context)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
            return ValueTask.FromResult<object?>(context);
        return parameter.ParameterType == typeof(CancellationToken)
            ? ValueTask.FromResult<object?>(context.CancellationToken)
            : invocation.Bind(parameter, context);
    }

    private static async Task<object?> ResultAsync(object? returned, bool hasResult)
    {
        if (returned is ValueTask plain)
            returned = plain.AsTask();
        else if (returned?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            returned = type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(returned, null);
        if (returned is not Task task)
            return returned;
        await task.ConfigureAwait(false);
        return hasResult ? task.GetType().GetProperty(nameof(Task<>.Result))!.GetValue(task) : null;
    }

    [LoggerMessage(1, LogLevel.Debug, "{Function} succeeded in {Milliseconds} ms")]
    private partial void LogSucceeded(string function, long milliseconds);
}
