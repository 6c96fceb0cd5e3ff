using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed partial class DeploymentFilesTests(BicepCompiler bicep)
{
    private static readonly string[] Routes =
    [
        "GET /batches",
        "GET /batches/{{batch}}",
        "GET /batches/{{batch}}/rejects",
        "GET /customers/{{customer}}",
        "GET /customers/{{customer}}/explain",
        "GET /customers/{{customer}}/history",
        "GET /health",
        "GET /model",
        "GET /runs",
        "GET /runs/2011-12-10",
        "GET /segments",
        "GET /segments/{{scheme}}/{{segment}}/customers",
        "POST /customers/lookup",
        "POST /runs",
    ];

    [Theory]
    [InlineData("README.md")]
    [InlineData("COSTS.md")]
    [InlineData("azure.yaml")]
    public void Page_NamesOnlyFilesThatExist(string page)
    {
        string[] named = [.. FileName().Matches(Read(page)).Select(m => m.Value).Distinct()];
        Assert.NotEmpty(named);
        Assert.All(named, file => Assert.True(File.Exists(Path.Combine(BicepCompiler.InfraFolder, file)), $"{page} names {file}, which is not here"));
    }

    [Fact]
    public void Readme_ListsEveryModuleAndEveryAzdVariable()
    {
        string readme = Read("README.md");
        foreach (string module in Directory.GetFiles(Path.Combine(BicepCompiler.InfraFolder, "app"), "*.bicep"))
            Assert.Contains($"`app/{Path.GetFileName(module)}`", readme, StringComparison.Ordinal);
        var variables = AzdVariable().Matches(Read("main.parameters.json")).Select(m => m.Groups[1].Value).Where(v => !v.StartsWith("AZURE_", StringComparison.Ordinal));
        Assert.All(variables, v => Assert.Contains($"`{v}`", readme, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("scripts/postdeploy.sh")]
    [InlineData("scripts/postdeploy.ps1")]
    public void PostDeploy_ReadsOutputsAndPassesParametersThatExist(string script)
    {
        string text = Read(script);
        var outputs = bicep.Main.Json["outputs"]!.AsObject().Select(o => o.Key).ToHashSet();
        var read = Output().Matches(text).Select(m => m.Value).ToHashSet();
        Assert.Superset(new HashSet<string> { "AZURE_RESOURCE_GROUP", "FUNCTION_APP_NAME", "STORAGE_ACCOUNT_NAME", "SYSTEM_TOPIC_NAME" }, read);
        Assert.Subset(outputs, read);
        var parameters = bicep.Subscription.Json["parameters"]!.AsObject();
        string[] required = [.. parameters.Where(p => p.Value!["defaultValue"] is null).Select(p => p.Key).Order(StringComparer.Ordinal)];
        Assert.Equal(required, Argument().Matches(text).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Subscription_CallsTheBlobFunctionByItsName()
    {
        string[] blobFunctions =
        [
            .. Assembly.Load("ServerlessSeg.Functions").GetTypes()
                .SelectMany(t => t.GetMethods())
                .Where(m => m.GetParameters().Any(p => p.CustomAttributes.Any(a => a.AttributeType.Name == "BlobTriggerAttribute")))
                .Select(m => (string)m.CustomAttributes.Single(a => a.AttributeType.Name == "FunctionAttribute").ConstructorArguments[0].Value!),
        ];
        string called = bicep.Subscription.Json["parameters"]!["ingestFunctionName"]!["defaultValue"]!.ToString();
        Assert.Equal(called, Assert.Single(blobFunctions));
    }

    [Theory]
    [InlineData("blobs", "maxDegreeOfParallelism")]
    [InlineData("blobs", "poisonBlobThreshold")]
    [InlineData("queues", "maxDequeueCount")]
    [InlineData("queues", "visibilityTimeout")]
    public void Readme_TellsTheValuesOfHostJson(string extension, string entry)
    {
        JsonNode host = JsonNode.Parse(File.ReadAllText(Path.Combine(BicepCompiler.InfraFolder, "..", "host.json")))!;
        Assert.Contains($"| `{extension}.{entry}` | `{host["extensions"]![extension]![entry]}` |", Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_BuildForAzure_OnBothShells()
    {
        Assert.Contains("-p:FunctionsRuntime=azure", Read("scripts/package.sh"), StringComparison.Ordinal);
        Assert.Contains("-p:FunctionsRuntime=azure", Read("scripts/package.ps1"), StringComparison.Ordinal);
    }

    [Fact]
    public void TestHttp_HasARequestForEveryRoute()
    {
        var asked = Request().Matches(Read("test.http")).Select(m => $"{m.Groups[1].Value} {m.Groups[2].Value}").Distinct();
        Assert.Equal(Routes, asked.Where(r => r != "GET /customers/nobody").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Container_RunsTheLocalBuildWithKeys()
    {
        Assert.Contains("-p:FunctionsRuntime=local", Read("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("\"--host\", \"0.0.0.0\", \"--port\", \"8080\"", Read("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("USER $APP_UID", Read("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("${FUNCTIONS_KEYS:?", Read("compose.yaml"), StringComparison.Ordinal);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(BicepCompiler.InfraFolder, file));

    [GeneratedRegex(@"\b(?:(?:app|scripts|monitor|local)/[\w.-]+\.(?:bicep|sh|ps1|kql|json)|(?:main|subscription)\.bicep|COSTS\.md|compose\.yaml|test\.http)\b", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    [GeneratedRegex(@"\$\{([A-Z_]+)", RegexOptions.CultureInvariant)]
    private static partial Regex AzdVariable();

    [GeneratedRegex(@"\b(?:AZURE_RESOURCE_GROUP|DROP_ZONE|[A-Z]+(?:_[A-Z]+)*_NAME)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Output();

    [GeneratedRegex(@"\b([a-z]\w*Name)=""?\$", RegexOptions.CultureInvariant)]
    private static partial Regex Argument();

    [GeneratedRegex(@"^(GET|POST) \{\{api\}\}([^\s?]+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Request();
}
