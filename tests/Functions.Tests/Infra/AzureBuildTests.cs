using System.Diagnostics;
using System.Text.Json.Nodes;
using ServerlessSeg.Functions.Tests.EndToEnd;

namespace ServerlessSeg.Functions.Tests.Infra;

/// <summary>What the project file makes of the two builds. It is only evaluated: not every feed carries the packages of the Azure build.</summary>
public sealed class AzureBuildTests
{
    private static readonly string[] Always =
    [
        "Azure.Data.Tables", "Azure.Identity", "Azure.Storage.Blobs", "Azure.Storage.Queues", "Cronos",
        "Microsoft.CodeAnalysis.BannedApiAnalyzers", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "OpenTelemetry.Extensions.Hosting",
    ];

    private static readonly string[] AzureOnly =
    [
        "Azure.Monitor.OpenTelemetry.Exporter", "Microsoft.Azure.Functions.Worker", "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore",
        "Microsoft.Azure.Functions.Worker.Extensions.Storage.Blobs", "Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues",
        "Microsoft.Azure.Functions.Worker.Extensions.Timer", "Microsoft.Azure.Functions.Worker.OpenTelemetry", "Microsoft.Azure.Functions.Worker.Sdk",
    ];

    private static string Functions => Path.Combine(Repository.Root, "functions");

    [Theory]
    [InlineData("-p:FunctionsRuntime=azure")]
    [InlineData("-p:_IsPublishing=true")]
    public async Task Azure_IsAnIsolatedWorkerOnTheOfficialPackages(string property)
    {
        JsonNode project = await EvaluateAsync(property);
        Assert.Equal(Always.Concat(AzureOnly).Order(StringComparer.Ordinal), Names(project, "PackageReference"));
        Assert.Equal("v4", (string?)project["Properties"]!["AzureFunctionsVersion"]);
        Assert.Equal("Exe", (string?)project["Properties"]!["OutputType"]);
        Assert.Equal("net10.0", (string?)project["Properties"]!["TargetFramework"]);
        Assert.DoesNotContain(Names(project, "ProjectReference"), static name => name.Contains("LocalRuntime", StringComparison.Ordinal));
        string[] sources = Names(project, "Compile");
        Assert.Contains("Telemetry/Azure/HostTelemetry.cs", sources);
        Assert.DoesNotContain(sources, static source => source.StartsWith("Telemetry/Local/", StringComparison.Ordinal) || source.StartsWith("Drop/", StringComparison.Ordinal));
        AssertHostJson(project);
    }

    [Fact]
    public async Task Local_NeedsNoWorkerPackages()
    {
        JsonNode project = await EvaluateAsync("-p:FunctionsRuntime=local");
        Assert.Equal(Always.Order(StringComparer.Ordinal), Names(project, "PackageReference"));
        Assert.Contains(Names(project, "ProjectReference"), static name => name.EndsWith("ServerlessSeg.LocalRuntime.csproj", StringComparison.Ordinal));
        string[] sources = Names(project, "Compile");
        Assert.Contains("Telemetry/Local/HostTelemetry.cs", sources);
        Assert.DoesNotContain(sources, static source => source.StartsWith("Telemetry/Azure/", StringComparison.Ordinal));
        AssertHostJson(project);
    }

    [Fact]
    public async Task Azure_EverySourceDoesWithoutTheLocalRuntime()
    {
        JsonNode project = await EvaluateAsync("-p:FunctionsRuntime=azure");
        string[] sources = Names(project, "Compile");
        Assert.Contains("Program.cs", sources);
        Assert.All(sources, static source => Assert.DoesNotContain("LocalRuntime", File.ReadAllText(Path.Combine(Functions, source)), StringComparison.Ordinal));
    }

    private static void AssertHostJson(JsonNode project)
    {
        JsonNode host = Assert.Single(project["Items"]!["None"]!.AsArray(), static item => (string?)item!["Link"] == "host.json")!;
        Assert.Equal("PreserveNewest", (string?)host["CopyToOutputDirectory"]);
        Assert.Equal("PreserveNewest", (string?)host["CopyToPublishDirectory"]);
    }

    private static string[] Names(JsonNode project, string item) =>
        [.. project["Items"]![item]!.AsArray().Select(static i => ((string)i!["Identity"]!).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private static async Task<JsonNode> EvaluateAsync(string property)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [
                "msbuild", Path.Combine(Functions, "ServerlessSeg.Functions.csproj"), property, "-nodeReuse:false",
                "-getProperty:AzureFunctionsVersion,OutputType,TargetFramework", "-getItem:PackageReference,ProjectReference,Compile,None",
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Functions };
        // A test run that was itself started by MSBuild hands its variables down, which would lead the new one astray.
        foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using Process build = Process.Start(start)!;
        Task<string> errors = build.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string json = await build.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(build.ExitCode == 0, json + await errors);
        return JsonNode.Parse(json)!;
    }
}
