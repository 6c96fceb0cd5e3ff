namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function may know about the invocation it runs in.</summary>
public abstract class FunctionContext
{
    /// <summary>The id of this invocation; every try has its own.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The id of the function, stable between starts of the host.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The values that the trigger captured.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>How often this work was tried before, and how often it may be.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>What was declared about the function.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>A place to hand values along within one invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Signalled when the host stops, the caller goes away or the function's time is over.</summary>
    public abstract CancellationToken CancellationToken { get; }
}
