using System.Diagnostics;
using System.Text.Json.Nodes;
using ServerlessSeg.Functions.Tests.EndToEnd;

namespace ServerlessSeg.Functions.Tests.Infra;

/// <summary>What the project file says: there is one build, and the local host has no part in what is published.</summary>
public sealed class OneBuildTests
{
    private static readonly string[] Packages =
    [
        "Azure.Data.Tables", "Azure.Identity", "Azure.Monitor.OpenTelemetry.Exporter", "Azure.Storage.Blobs", "Azure.Storage.Queues", "Microsoft.Azure.Functions.Worker",
        "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore", "Microsoft.Azure.Functions.Worker.Extensions.Storage.Blobs", "Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues",
        "Microsoft.Azure.Functions.Worker.Extensions.Timer", "Microsoft.Azure.Functions.Worker.OpenTelemetry", "Microsoft.Azure.Functions.Worker.Sdk",
        "Microsoft.CodeAnalysis.BannedApiAnalyzers", "NCrontab.Signed", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "OpenTelemetry.Extensions.Hosting",
    ];

    private static string Functions => Path.Combine(Repository.Root, "functions");

    [Theory]
    [InlineData("-p:_IsPublishing=false")]
    [InlineData("-p:_IsPublishing=true")]
    public async Task App_IsAnIsolatedWorkerOnTheOfficialPackages_HoweverItIsBuilt(string property)
    {
        JsonNode project = await EvaluateAsync(property);
        Assert.Equal(Packages, Names(project, "PackageReference"));
        Assert.Equal("v4", (string?)project["Properties"]!["AzureFunctionsVersion"]);
        Assert.Equal("Exe", (string?)project["Properties"]!["OutputType"]);
        Assert.Equal("net10.0", (string?)project["Properties"]!["TargetFramework"]);
        string[] sources = Names(project, "Compile");
        Assert.Contains("Program.cs", sources);
        Assert.DoesNotContain(sources, static source => source.StartsWith("local/", StringComparison.Ordinal));
        Assert.All(sources, static source => Assert.DoesNotContain("LocalHost", File.ReadAllText(Path.Combine(Functions, source)), StringComparison.Ordinal));
        Assert.All(project["Items"]!["ProjectReference"]!.AsArray().Where(static reference => ((string)reference!["Identity"]!).Contains("LocalHost", StringComparison.Ordinal)), static reference =>
            Assert.Equal(("false", "false"), ((string?)reference!["ReferenceOutputAssembly"], (string?)reference["Private"])));
        AssertHostJson(project);
    }

    [Fact]
    public void Sources_DeclareNothingInTheWorkersName() =>
        Assert.DoesNotContain(Directory.EnumerateFiles(Functions, "*.cs", SearchOption.AllDirectories).Where(static file => !file.Contains("/obj/", StringComparison.Ordinal)),
            static file => File.ReadAllText(file).Contains("namespace Microsoft.", StringComparison.Ordinal));

    [Fact]
    public void BuiltApp_HoldsTheWorkerAndNothingOfTheHost()
    {
        string[] files = [.. Directory.EnumerateFiles(HostProcess.AppFolder).Select(static file => Path.GetFileName(file))];
        Assert.Superset(new HashSet<string> { "functions.metadata", "worker.config.json", "host.json", "extensions.json", "ServerlessSeg.Functions.dll", "Microsoft.Azure.Functions.Worker.dll" }, files.ToHashSet());
        Assert.DoesNotContain(files, static file => file.Contains("LocalHost", StringComparison.Ordinal) || file.StartsWith("Yarp", StringComparison.Ordinal));
        Assert.True(Directory.Exists(Path.Combine(HostProcess.AppFolder, ".azurefunctions")));
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
