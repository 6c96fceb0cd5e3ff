using Microsoft.Azure.Functions.Worker;

namespace ServerlessSeg.LocalRuntime.Invocation;

/// <inheritdoc/>
internal sealed class LocalFunctionContext(FunctionDefinition definition, Invocation invocation, IServiceProvider services, CancellationToken cancellationToken) : FunctionContext
{
    /// <inheritdoc/>
    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    /// <inheritdoc/>
    public override string FunctionId => definition.Id;

    /// <inheritdoc/>
    public override BindingContext BindingContext { get; } = new LocalBindingContext(invocation.BindingData);

    /// <inheritdoc/>
    public override RetryContext RetryContext { get; } = new LocalRetryContext(invocation.RetryCount, invocation.MaxRetryCount);

    /// <inheritdoc/>
    public override IServiceProvider InstanceServices { get; set; } = services;

    /// <inheritdoc/>
    public override FunctionDefinition FunctionDefinition => definition;

    /// <inheritdoc/>
    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    /// <inheritdoc/>
    public override CancellationToken CancellationToken => cancellationToken;

    private sealed class LocalBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class LocalRetryContext(int retryCount, int maxRetryCount) : RetryContext
    {
        public override int RetryCount => retryCount;

        public override int MaxRetryCount => maxRetryCount;
    }
}
