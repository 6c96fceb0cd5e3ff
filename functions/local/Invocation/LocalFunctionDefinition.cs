using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessSeg.LocalRuntime.Invocation;

/// <inheritdoc/>
internal sealed class LocalFunctionDefinition(string name, MethodInfo method) : FunctionDefinition
{
    /// <inheritdoc/>
    public override string Id => name;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string EntryPoint { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    /// <inheritdoc/>
    public override string PathToAssembly { get; } = method.DeclaringType!.Assembly.Location;
}
