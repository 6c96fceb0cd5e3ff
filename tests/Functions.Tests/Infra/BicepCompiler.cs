using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace ServerlessSeg.Functions.Tests.Infra;

/// <summary>Compiles the templates of <c>infra/</c> with the Bicep compiler from NuGet, each once for all tests.</summary>
public sealed class BicepCompiler
{
    private readonly Lazy<CompiledTemplate> _main = new(() => Compile("main.bicep"));
    private readonly Lazy<CompiledTemplate> _subscription = new(() => Compile("subscription.bicep"));

    public CompiledTemplate Main => Here(_main);

    public CompiledTemplate Subscription => Here(_subscription);

    public static string InfraFolder { get; } = Metadata("InfraFolder");

    private static CompiledTemplate Here(Lazy<CompiledTemplate> template)
    {
        bool runs = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;
        Assert.SkipUnless(runs, "the Bicep compiler referenced here is the one for Linux on x64");
        return template.Value;
    }

    private static CompiledTemplate Compile(string file)
    {
        var start = new ProcessStartInfo(Metadata("BicepCompiler"), ["build", Path.Combine(InfraFolder, file), "--stdout"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        using Process compiler = Process.Start(start)!;
        Task<string> diagnostics = compiler.StandardError.ReadToEndAsync();
        string json = compiler.StandardOutput.ReadToEnd();
        compiler.WaitForExit();
        string said = diagnostics.GetAwaiter().GetResult();
        Assert.True(compiler.ExitCode == 0, said);
        return new CompiledTemplate(JsonNode.Parse(json)!.AsObject(), said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Metadata(string key) =>
        typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
