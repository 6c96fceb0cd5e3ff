using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.LocalRuntime.Hosting;

namespace ServerlessSeg.LocalRuntime.Invocation;

/// <summary>Finds the functions of an app.</summary>
internal static class FunctionDiscovery
{
    private static readonly Type[] Triggers = [typeof(HttpTriggerAttribute), typeof(BlobTriggerAttribute), typeof(QueueTriggerAttribute), typeof(TimerTriggerAttribute)];
    private static readonly Type[] Unsupported = [typeof(BlobInputAttribute), typeof(BlobOutputAttribute), typeof(QueueOutputAttribute)];

    /// <summary>The functions of the classes, by name.</summary>
    /// <exception cref="StartFailedException">A function is declared in a way that the host cannot run.</exception>
    public static IReadOnlyList<FunctionDescriptor> Discover(IEnumerable<Type> types)
    {
        FunctionDescriptor[] functions =
        [
            .. from type in types
               where type.IsClass
               from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
               let function = method.GetCustomAttribute<FunctionAttribute>()
               where function is not null
               orderby function.Name
               select Describe(function.Name, method),
        ];
        foreach (IGrouping<string, FunctionDescriptor> same in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (same.Count() > 1)
                throw new StartFailedException($"The function name '{same.Key}' is given to {string.Join(" and ", same.Select(function => function.Definition.EntryPoint))}: names must be unique.");
        }
        return functions;
    }

    private static FunctionDescriptor Describe(string name, MethodInfo method)
    {
        var triggers = (
            from parameter in method.GetParameters()
            from attribute in parameter.GetCustomAttributes()
            where Triggers.Contains(attribute.GetType())
            select (parameter, attribute)).ToArray();
        if (triggers.Length != 1)
            throw new StartFailedException($"Function '{name}' has {triggers.Length} parameters with a trigger attribute: it needs exactly one.");
        RefuseUnsupported(name, method);
        return new FunctionDescriptor(name, method, triggers[0].attribute, triggers[0].parameter, RetryPolicy.Of(method));
    }

    private static void RefuseUnsupported(string name, MethodInfo method)
    {
        Type? refused = method.GetCustomAttributes()
            .Concat(method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes()))
            .Select(attribute => attribute.GetType())
            .FirstOrDefault(Unsupported.Contains);
        if (refused is not null)
            throw new StartFailedException($"Function '{name}' uses [{refused.Name.Replace("Attribute", "", StringComparison.Ordinal)}], which the local host does not run: use the storage client instead.");
    }
}
