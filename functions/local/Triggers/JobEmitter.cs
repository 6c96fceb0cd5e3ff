using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;
using Microsoft.Azure.WebJobs;
using ServerlessSeg.LocalHost.Functions;

namespace ServerlessSeg.LocalHost.Triggers;

/// <summary>
/// Writes, while the host starts, the class that the WebJobs extensions look for: a method a triggered function, with the extension's own trigger
/// attributes. It is called <c>Host.Functions</c>, as in Azure's host, because leases and events go by that name.
/// </summary>
internal static partial class JobEmitter
{
    /// <summary>Namespace and name of the class.</summary>
    public const string ClassName = "Host.Functions";

    private static readonly MethodInfo Run = typeof(TriggerJobs).GetMethod("RunAsync", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>The id under which a function's leases, status and events go.</summary>
    public static string IdOf(AppFunction function) => $"{ClassName}.{function.Name}";

    /// <summary>The class of the functions' jobs.</summary>
    public static Type Emit(IEnumerable<AppFunction> functions, TimeSpan? timeout)
    {
        AssemblyBuilder assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("ServerlessSeg.LocalHost.Jobs"), AssemblyBuilderAccess.Run);
        TypeBuilder type = assembly.DefineDynamicModule("Jobs").DefineType(ClassName, TypeAttributes.Public | TypeAttributes.Sealed, typeof(TriggerJobs));
        foreach (AppFunction function in functions)
            EmitMethod(type, function, timeout);
        return type.CreateType();
    }

    private static void EmitMethod(TypeBuilder type, AppFunction function, TimeSpan? timeout)
    {
        (Type Type, CustomAttributeBuilder Attribute) trigger = TriggerOf(function.Trigger);
        string[] captured = function.Trigger.Text("path") is { } path ? [.. Captured().Matches(path).Select(static match => match.Groups[1].Value).Distinct()] : [];
        Type[] parameters = [trigger.Type, .. captured.Select(static _ => typeof(string)), typeof(CancellationToken)];
        MethodBuilder method = type.DefineMethod(function.Name, MethodAttributes.Public, typeof(Task), parameters);
        method.SetCustomAttribute(Attribute<FunctionNameAttribute>([typeof(string)], [function.Name]));
        if (timeout is { } limit)
            method.SetCustomAttribute(Attribute<TimeoutAttribute>([typeof(string)], [limit.ToString("c")]));
        if (function.Retry is { } retry)
            method.SetCustomAttribute(RetryOf(retry));
        string[] names = [function.Trigger.Name, .. captured];
        for (int i = 0; i < names.Length; i++)
        {
            // The captured part of a path is bound by its name.
            ParameterBuilder parameter = method.DefineParameter(i + 1, ParameterAttributes.None, names[i]);
            if (i == 0)
                parameter.SetCustomAttribute(trigger.Attribute);
        }
        method.DefineParameter(parameters.Length, ParameterAttributes.None, "hostCancellation");
        EmitBody(method.GetILGenerator(), function.Name, names);
    }

    private static void EmitBody(ILGenerator code, string function, string[] names)
    {
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldstr, function);
        EmitArray(code, typeof(string), names.Length, i => code.Emit(OpCodes.Ldstr, names[i]));
        EmitArray(code, typeof(object), names.Length, i => code.Emit(OpCodes.Ldarg, (short)(i + 1)));
        code.Emit(OpCodes.Ldarg, (short)(names.Length + 1));
        code.Emit(OpCodes.Call, Run);
        code.Emit(OpCodes.Ret);
    }

    private static void EmitArray(ILGenerator code, Type element, int length, Action<int> item)
    {
        code.Emit(OpCodes.Ldc_I4, length);
        code.Emit(OpCodes.Newarr, element);
        for (int i = 0; i < length; i++)
        {
            code.Emit(OpCodes.Dup);
            code.Emit(OpCodes.Ldc_I4, i);
            item(i);
            code.Emit(OpCodes.Stelem_Ref);
        }
    }

    private static (Type, CustomAttributeBuilder) TriggerOf(FunctionBinding trigger)
    {
        Dictionary<string, object?> properties = [];
        if (trigger.Text("connection") is { } connection)
            properties["Connection"] = connection;
        switch (trigger.Type)
        {
            case "blobTrigger":
                // Deployed to the plan that takes events only; the host posts them itself (Blobs/DropEvents).
                properties["Source"] = BlobTriggerSource.EventGrid;
                return (typeof(ParameterBindingData), Attribute<BlobTriggerAttribute>([typeof(string)], [trigger.Text("path")], properties));
            case "queueTrigger":
                return (typeof(string), Attribute<QueueTriggerAttribute>([typeof(string)], [trigger.Text("queueName")], properties));
            default:
                if (trigger.Flag("runOnStartup") is { } runOnStartup)
                    properties["RunOnStartup"] = runOnStartup;
                if (trigger.Flag("useMonitor") is { } useMonitor)
                    properties["UseMonitor"] = useMonitor;
                return (typeof(TimerInfo), Attribute<TimerTriggerAttribute>([typeof(string)], [trigger.Text("schedule")], properties));
        }
    }

    private static CustomAttributeBuilder RetryOf(FunctionRetry retry) => retry.Strategy.Equals("fixedDelay", StringComparison.OrdinalIgnoreCase)
        ? Attribute<FixedDelayRetryAttribute>([typeof(int), typeof(string)], [retry.MaxRetryCount, retry.DelayInterval])
        : Attribute<ExponentialBackoffRetryAttribute>([typeof(int), typeof(string), typeof(string)], [retry.MaxRetryCount, retry.MinimumInterval, retry.MaximumInterval]);

    private static CustomAttributeBuilder Attribute<T>(Type[] signature, object?[] arguments, Dictionary<string, object?>? properties = null)
    {
        properties ??= [];
        return new CustomAttributeBuilder(
            typeof(T).GetConstructor(signature)!, arguments, [.. properties.Keys.Select(static name => typeof(T).GetProperty(name)!)], [.. properties.Values]);
    }

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Captured();
}
