using ServerlessSeg.LocalHost.Commands;
using ServerlessSeg.LocalHost.Functions;
using ServerlessSeg.LocalHost.Http;

namespace ServerlessSeg.LocalHost.Hosting;

/// <summary>Prints what runs and where.</summary>
internal static class FunctionList
{
    /// <summary>One line a function: HTTP ones with methods and address, others with what they watch.</summary>
    public static void Print(TextWriter output, LocalHostAddress address, FunctionApp app, LocalConfiguration configuration)
    {
        int width = app.Functions.Select(static function => function.Name.Length).DefaultIfEmpty().Max();
        output.WriteLine();
        output.WriteLine("Functions:");
        foreach (AppFunction function in app.HttpFunctions)
        {
            string methods = function.Trigger.Texts("methods").Count == 0 ? "ANY" : string.Join(',', FunctionRoutes.MethodsOf(function));
            string url = Uri.UnescapeDataString(address.Route(FunctionRoutes.RouteOf(function)).AbsoluteUri);
            output.WriteLine($"  {function.Name.PadRight(width)}  [{methods}] {url}");
        }
        foreach (AppFunction function in app.TriggeredFunctions)
        {
            string watched = function.Trigger.Text("path") ?? function.Trigger.Text("queueName") ?? function.Trigger.Text("schedule") ?? "";
            output.WriteLine($"  {function.Name.PadRight(width)}  {function.Trigger.Type} {Resolve(watched, configuration)}");
        }
        output.WriteLine();
    }

    private static string Resolve(string text, LocalConfiguration configuration) =>
        text is ['%', .. string setting, '%'] && configuration.Values[setting] is { } value ? value : text;
}
