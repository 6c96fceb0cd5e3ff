namespace Microsoft.Azure.Functions.Worker;

/// <summary>The values that a trigger captured.</summary>
public abstract class BindingContext
{
    /// <summary>The captured values by name, for example each <c>{name}</c> of a blob path.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
