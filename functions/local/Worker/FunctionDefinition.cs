namespace Microsoft.Azure.Functions.Worker;

/// <summary>What was declared about a function.</summary>
public abstract class FunctionDefinition
{
    /// <summary>The function's id, stable between starts of the host.</summary>
    public abstract string Id { get; }

    /// <summary>The function's name.</summary>
    public abstract string Name { get; }

    /// <summary>The full name of the method behind the function.</summary>
    public abstract string EntryPoint { get; }

    /// <summary>The path of the assembly that holds the method.</summary>
    public abstract string PathToAssembly { get; }
}
