using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.LocalRuntime.Http;
using ServerlessSeg.LocalRuntime.Invocation;
using ServerlessSeg.LocalRuntime.Triggers;

namespace ServerlessSeg.LocalRuntime.Hosting;

/// <summary>Prints what runs and where.</summary>
internal static class FunctionList
{
    /// <summary>One line a function: HTTP ones with methods and address, others with what they watch.</summary>
    public static void Print(TextWriter output, LocalHostAddress address, IReadOnlyList<FunctionDescriptor> functions, IReadOnlyList<ITriggerListener> listeners)
    {
        int width = functions.Select(function => function.Name.Length).DefaultIfEmpty().Max();
        output.WriteLine();
        output.WriteLine("Functions:");
        foreach (FunctionDescriptor function in functions.Where(function => function.Trigger is HttpTriggerAttribute))
        {
            var http = (HttpTriggerAttribute)function.Trigger;
            string methods = http.Methods is { Length: > 0 } named ? string.Join(',', named.Select(HttpFunctions.MethodName)) : "ANY";
            string url = Uri.UnescapeDataString(address.Route(HttpFunctions.RouteOf(function)).AbsoluteUri);
            output.WriteLine($"  {function.Name.PadRight(width)}  [{methods}] {url}");
        }
        foreach (ITriggerListener listener in listeners)
            output.WriteLine($"  {listener.Function.Name.PadRight(width)}  {listener.Description}");
        output.WriteLine();
    }
}
