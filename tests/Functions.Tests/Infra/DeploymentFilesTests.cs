using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed partial class DeploymentFilesTests(BicepCompiler bicep)
{
    // The app's own attributes, so that no route is forgotten.
    private static readonly string[] Routes =
    [
        .. from type in Assembly.Load("ServerlessSeg.Functions").GetTypes()
           from method in type.GetMethods()
           from parameter in method.GetParameters()
           from trigger in parameter.CustomAttributes
           where trigger.AttributeType.Name == "HttpTriggerAttribute"
           let verbs = trigger.ConstructorArguments.Select(a => a.Value).OfType<IReadOnlyCollection<CustomAttributeTypedArgument>>().Single()
           let route = (string)trigger.NamedArguments.Single(a => a.MemberName == "Route").TypedValue.Value!
           from verb in verbs
           select $"{((string)verb.Value!).ToUpperInvariant()} /{route}",
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
    [InlineData("queues", "maxPollingInterval")]
    [InlineData("queues", "visibilityTimeout")]
    public void Readme_TellsTheValuesOfHostJson(string extension, string entry)
    {
        JsonNode host = JsonNode.Parse(File.ReadAllText(Path.Combine(BicepCompiler.InfraFolder, "..", "host.json")))!;
        Assert.Contains($"| `{extension}.{entry}` | `{host["extensions"]![extension]![entry]}` |", Read("README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_PublishAheadForAzure_OnBothShells()
    {
        foreach (string script in new[] { Read("scripts/package.sh"), Read("scripts/package.ps1") })
            Assert.All(["dotnet publish", "-p:PublishReadyToRun=true", "-r linux-x64"], argument => Assert.Contains(argument, script, StringComparison.Ordinal));
    }

    [Fact]
    public void TestHttp_HasARequestForEveryRouteAndNoOther()
    {
        string[] asked = [.. Request().Matches(Read("test.http")).Select(m => $"{m.Groups[1].Value} {m.Groups[2].Value}").Distinct()];
        Assert.All(Routes, route => Assert.Contains(asked, request => IsOf(route, request)));
        Assert.All(asked, request => Assert.Contains(Routes, route => IsOf(route, request)));
    }

    [Fact]
    public void RootReadme_HasACallOfEveryRouteAndNoOther()
    {
        string readme = File.ReadAllText(Path.Combine(BicepCompiler.InfraFolder, "..", "README.md"));
        string[] called =
        [
            .. Call().Matches(readme).Select(m => $"{(Method().Match(m.Value) is { Success: true } named ? named.Groups[1].Value : m.Value.Contains("--data", StringComparison.Ordinal) ? "POST" : "GET")} {m.Groups[1].Value}"),
        ];
        Assert.All(Routes, route => Assert.Contains(called, request => IsOf(route, request)));
        Assert.All(called, request => Assert.Contains(Routes, route => IsOf(route, request)));
    }

    [Fact]
    public void Container_RunsThePublishedAppOnAzuresOwnImage()
    {
        Assert.Contains("FROM mcr.microsoft.com/azure-functions/dotnet-isolated:4-dotnet-isolated10.0", Read("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("AzureWebJobsScriptRoot=/home/site/wwwroot", Read("Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("dotnet publish functions -c Release", Read("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_OpensNothingWithoutAKeyOfItsOwn()
    {
        string compose = Read("compose.yaml");
        Assert.Contains("${FUNCTIONS_KEYS:?", compose, StringComparison.Ordinal);
        Assert.Contains("${FUNCTIONS_MASTER_KEY:?", compose, StringComparison.Ordinal);
        Assert.Contains("${STORAGE_KEY:?", compose, StringComparison.Ordinal);
        Assert.Contains("target: local", compose, StringComparison.Ordinal);
        // The emulator's usual account and key are known to everybody.
        Assert.DoesNotContain("devstoreaccount1", compose, StringComparison.Ordinal);
        Assert.DoesNotContain("Eby8vdM02", compose, StringComparison.Ordinal);
        Assert.All(PublishedPort().Matches(compose).Select(static match => match.Value).Where(static port => port.Contains("10000", StringComparison.Ordinal)), static port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Fact]
    public void Compose_PinsTheEmulatorByTheVersionOfLocalRunsAndByDigest()
    {
        string version = JsonNode.Parse(Read("local/package.json"))!["dependencies"]!["azurite"]!.ToString();
        Assert.Matches($@"image: mcr\.microsoft\.com/azure-storage/azurite:{Regex.Escape(version)}@sha256:[0-9a-f]{{64}}\s", Read("compose.yaml"));
    }

    private static bool IsOf(string route, string request) =>
        Regex.IsMatch(request, "^" + Parameter().Replace(Regex.Escape(route), "[^/]+") + "$", RegexOptions.CultureInvariant);

    private static string Read(string file) => File.ReadAllText(Path.Combine(BicepCompiler.InfraFolder, file));

    [GeneratedRegex(@"\b(?:(?:app|scripts|monitor|local)/[\w./-]+\.(?:bicep|sh|ps1|kql|json)|(?:main|subscription)\.bicep|COSTS\.md|compose\.yaml|test\.http)\b", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    [GeneratedRegex(@"\$\{([A-Z_]+)", RegexOptions.CultureInvariant)]
    private static partial Regex AzdVariable();

    [GeneratedRegex(@"\b(?:AZURE_RESOURCE_GROUP|DROP_ZONE|[A-Z]+(?:_[A-Z]+)*_NAME)\b", RegexOptions.CultureInvariant)]
    private static partial Regex Output();

    [GeneratedRegex(@"\b([a-z]\w*Name)=""?\$", RegexOptions.CultureInvariant)]
    private static partial Regex Argument();

    [GeneratedRegex(@"curl .*?http://127\.0\.0\.1:7071/api([^\s?']+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex("""(?<=- ")[\d.:-]+(?=")""", RegexOptions.CultureInvariant)]
    private static partial Regex PublishedPort();

    [GeneratedRegex(@" -X ([A-Z]+) ", RegexOptions.CultureInvariant)]
    private static partial Regex Method();

    // As Regex.Escape writes a parameter of a route: it escapes the opening brace only.
    [GeneratedRegex(@"\\\{\w+}", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^(GET|POST|PUT|DELETE) \{\{api\}\}([^\s?]+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Request();
}
