using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessSeg.Functions.Configuration;

namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed partial class AppSettingsTests(BicepCompiler bicep)
{
    /// <summary>Read by the Functions host, its extensions and the telemetry exporter.</summary>
    private static readonly string[] ReadByThePlatform =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AZURE_CLIENT_ID",
        "AzureFunctionsWebHost__hostid",
        "AzureWebJobsStorage__blobServiceUri",
        "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__credential",
        "AzureWebJobsStorage__queueServiceUri",
        "AzureWebJobsStorage__tableServiceUri",
    ];

    private const string TrustDropZone = "ServerlessSeg__TrustDropZone";

    /// <summary>Read by the functions themselves.</summary>
    private static IReadOnlyList<string> ReadByTheCode => [.. SettingsReader.Names.Union([TrustDropZone])];

    [Fact]
    public void Settings_AreExactlyThoseThatAreRead() =>
        Assert.Equal(ReadByThePlatform.Concat(ReadByTheCode).Order(StringComparer.Ordinal), Settings().Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Schedule_IsAlwaysSet_SinceTheHostKnowsNoDefault()
    {
        Assert.Equal(AppOptions.DefaultSchedule, Deployed(bicep.Default)["RESEGMENT_SCHEDULE"]);
        Assert.Equal("0 30 4 * * 1", Deployed(bicep.Full)["RESEGMENT_SCHEDULE"]);
    }

    [Theory]
    [InlineData("", "minimum allowable length is 11")]
    [InlineData("0,30 3 1 * *", "RESEGMENT_SCHEDULE must have six fields")]
    public void Schedule_IsRefused_WithAnythingButSixFields(string schedule, string said) =>
        Assert.Contains(said, BicepCompiler.Refusal($"resegmentSchedule = '{schedule}'"), StringComparison.Ordinal);

    [Fact]
    public void DropZone_IsNotTrusted_UnlessSomebodySaysSo()
    {
        Assert.Equal("false", Deployed(bicep.Default)[TrustDropZone]);
        Assert.Equal("true", Deployed(bicep.Full)[TrustDropZone]);
    }

    [Fact]
    public void Settings_ReachTheAppAsTheUnionOfBothLists()
    {
        DeployedResource settings = bicep.Main.OfType("Microsoft.Web/sites/config").Single(c => c.Module == "functionapp");
        Assert.Equal("[union(variables('platformSettings'), parameters('appSettings'))]", settings.Json["properties"]!.ToString());
        JsonNode module = bicep.Main.OfType("Microsoft.Resources/deployments").Single(d => d.Json["name"]!.ToString() == "functionapp").Json;
        Assert.Equal("[variables('appSettings')]", module["properties"]!["parameters"]!["appSettings"]!["value"]!.ToString());
        Assert.Null(bicep.Main.Only("Microsoft.Web/sites").Property("siteConfig.appSettings"));
    }

    [Fact]
    public void Settings_HoldNoSecrets()
    {
        Assert.All(Settings(), s => Assert.DoesNotMatch(Secret(), s.Value));
        Assert.DoesNotContain("AzureWebJobsStorage", Settings().Keys);
    }

    [Fact]
    public void LocalSample_NamesTheSettingsOfTheCode()
    {
        using JsonDocument sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(BicepCompiler.InfraFolder, "local", "local.settings.sample.json")));
        var names = sample.RootElement.GetProperty("Values").EnumerateObject().Select(v => v.Name).ToHashSet();
        Assert.Superset(ReadByTheCode.ToHashSet(), names);
        Assert.Contains("AzureWebJobsStorage", names);
    }

    [Fact]
    public void Readme_ExplainsEverySetting()
    {
        string readme = File.ReadAllText(Path.Combine(BicepCompiler.InfraFolder, "README.md"));
        Assert.All(ReadByThePlatform.Concat(ReadByTheCode), name => Assert.Contains($"`{name}`", readme, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Deployed(PredictedDeployment deployment) =>
        deployment.OfType("Microsoft.Web/sites/config").Single(c => c.Name.EndsWith("/appsettings", StringComparison.Ordinal))
            .Json["properties"]!.AsObject().ToDictionary(s => s.Key, s => s.Value!.ToString(), StringComparer.Ordinal);

    private Dictionary<string, string> Settings()
    {
        JsonNode platform = bicep.Main.Only("Microsoft.Web/sites").Template["variables"]!["platformSettings"]!;
        JsonNode app = bicep.Main.Json["variables"]!["appSettings"]!;
        return platform.AsObject().Concat(app.AsObject()).ToDictionary(s => s.Key, s => s.Value!.ToString(), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"list[A-Z]\w*\(|Key=|SharedAccess|password|secret", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
