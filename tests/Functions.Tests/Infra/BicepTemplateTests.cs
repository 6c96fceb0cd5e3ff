using System.Text.RegularExpressions;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed partial class BicepTemplateTests(BicepCompiler bicep)
{
    private const string Policy = "identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy";

    [Fact]
    public void Main_Compiles_WithoutWarnings() => Assert.Empty(bicep.Main.Diagnostics);

    [Fact]
    public void Subscription_Compiles_WithoutWarnings() => Assert.Empty(bicep.Subscription.Diagnostics);

    [Fact]
    public void Parameters_AreDescribed_InEveryModule()
    {
        var undescribed = bicep.Main.Resources.Concat(bicep.Subscription.Resources)
            .SelectMany(r => r.Template["parameters"]?.AsObject().Select(p => (r.Module, p.Key, Description: p.Value?["metadata"]?["description"]?.ToString())) ?? [])
            .Where(p => string.IsNullOrWhiteSpace(p.Description))
            .Distinct();
        Assert.Empty(undescribed);
    }

    [Fact]
    public void StorageAccount_HasNoKeysAndNoPublicBlobs()
    {
        DeployedResource account = bicep.Main.Only("Microsoft.Storage/storageAccounts");
        Assert.Equal("false", account.Text("allowSharedKeyAccess"));
        Assert.Equal("false", account.Text("allowBlobPublicAccess"));
        Assert.Equal("false", account.Text("allowCrossTenantReplication"));
        Assert.Equal("true", account.Text("supportsHttpsTrafficOnly"));
        Assert.Equal("true", account.Text("defaultToOAuthAuthentication"));
        Assert.Equal("TLS1_2", account.Text("minimumTlsVersion"));
        Assert.All(bicep.Main.OfType("Microsoft.Storage/storageAccounts/blobServices/containers"), c => Assert.Equal("None", c.Text("publicAccess")));
    }

    [Fact]
    public void Storage_HasTheContainersQueuesAndTablesOfTheCode()
    {
        PredictedDeployment deployed = bicep.Default;
        string[] Names(string type) => [.. deployed.OfType($"Microsoft.Storage/storageAccounts/{type}").Select(r => r.Name.Split('/')[^1]).Order(StringComparer.Ordinal)];
        string package = deployed.Only("Microsoft.Web/sites").Text("functionAppConfig.deployment.storage.value");
        string[] ofThePlatform = ["azure-webjobs-hosts", "azure-webjobs-secrets", "config", "deadletters", Names("blobServices/containers").Single(name => package.Contains(name, StringComparison.Ordinal))];
        Assert.Equal(StorageNames.Containers.Union(ofThePlatform).Order(StringComparer.Ordinal), Names("blobServices/containers"));
        string[] queues = [.. StorageNames.Queues, .. StorageNames.Queues.Select(static queue => queue + "-poison"), StorageNames.BlobPoisonQueue, $"azure-webjobs-blobtrigger-{deployed.Only("Microsoft.Web/sites").Name}"];
        Assert.Equal(queues.Order(StringComparer.Ordinal), Names("queueServices/queues"));
        Assert.Equal(StorageNames.Tables.Order(StringComparer.Ordinal), Names("tableServices/tables"));
        var variables = bicep.Main.Only("Microsoft.Storage/storageAccounts").Template["variables"]!;
        Assert.Equal(StorageNames.Transactions, variables["dropContainerName"]!.ToString());
        Assert.Equal(StorageNames.Rejects, variables["rejectContainerName"]!.ToString());
        Assert.Equal(StorageNames.Configuration, variables["configurationContainerName"]!.ToString());
    }

    [Fact]
    public void Host_TakesTheIdThatItsQueueIsNamedAfter()
    {
        PredictedDeployment deployed = bicep.Default;
        string id = deployed.OfType("Microsoft.Web/sites/config").Single(c => c.Name.EndsWith("/appsettings", StringComparison.Ordinal)).Text("AzureFunctionsWebHost__hostid");
        Assert.Matches("^[a-z0-9](?:-?[a-z0-9]){0,31}$", id);
        Assert.Contains(deployed.OfType("Microsoft.Storage/storageAccounts/queueServices/queues"), q => q.Name.EndsWith($"/azure-webjobs-blobtrigger-{id}", StringComparison.Ordinal));
    }

    [Fact]
    public void FunctionApp_SpeaksHttpsOnly_OnDotNet10Isolated()
    {
        DeployedResource app = bicep.Main.Only("Microsoft.Web/sites");
        Assert.Equal("true", app.Text("httpsOnly"));
        Assert.Equal("1.2", app.Text("siteConfig.minTlsVersion"));
        Assert.Equal("1.2", app.Text("siteConfig.scmMinTlsVersion"));
        Assert.Equal("Disabled", app.Text("siteConfig.ftpsState"));
        Assert.Equal("dotnet-isolated", app.Text("functionAppConfig.runtime.name"));
        Assert.Equal("10.0", app.Text("functionAppConfig.runtime.version"));
        Assert.Equal("UserAssignedIdentity", app.Text("functionAppConfig.deployment.storage.authentication.type"));
        Assert.Equal("FC1", bicep.Main.Only("Microsoft.Web/serverfarms").Json["sku"]!["name"]!.ToString());
        var passwords = bicep.Main.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies").ToList();
        Assert.Equal(2, passwords.Count);
        Assert.All(passwords, p => Assert.Equal("false", p.Text("allow")));
    }

    [Fact]
    public void Telemetry_TakesEntraIdentitiesOnly()
    {
        Assert.Equal("true", bicep.Main.Only("Microsoft.Insights/components").Text("DisableLocalAuth"));
        Assert.All(bicep.Main.OfType("Microsoft.OperationalInsights/workspaces"), w => Assert.Equal("true", w.Text("features.disableLocalAuth")));
    }

    [Fact]
    public void Main_ReadsNoKeysAndOutputsNoSecrets()
    {
        string json = bicep.Main.Json.ToJsonString();
        Assert.DoesNotMatch(SecretReader(), json);
        Assert.DoesNotContain("\"securestring\"", json, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Subscription_ReadsTheBlobExtensionKeyAndNoOther()
    {
        string json = bicep.Subscription.Json.ToJsonString();
        Match match = Assert.Single(SecretReader().Matches(json));
        Assert.Equal("listKeys(", match.Value);
        Assert.Contains(".systemKeys.blobs_extension)", json, StringComparison.Ordinal);
        Assert.Null(bicep.Subscription.Json["outputs"]);
    }

    [Fact]
    public void Subscription_TakesCommittedWritesOfTheDropZoneOnly()
    {
        DeployedResource subscription = bicep.Subscription.Only("Microsoft.EventGrid/systemTopics/eventSubscriptions");
        var filter = Assert.Single(subscription.Property("filter.advancedFilters")!.AsArray())!;
        Assert.Equal("data.api", filter["key"]!.ToString());
        Assert.Equal("StringIn", filter["operatorType"]!.ToString());
        Assert.Equal(["PutBlob", "PutBlockList", "CopyBlob", "FlushWithClose"], filter["values"]!.AsArray().Select(v => v!.ToString()));
        Assert.Equal("Microsoft.Storage.BlobCreated", Assert.Single(subscription.Property("filter.includedEventTypes")!.AsArray())!.ToString());
        Assert.Contains("/blobServices/default/containers/{0}/blobs/", subscription.Text("filter.subjectBeginsWith"), StringComparison.Ordinal);
        Assert.Equal("transactions", bicep.Subscription.Json["parameters"]!["dropContainerName"]!["defaultValue"]!.ToString());
    }

    [Fact]
    public void Authentication_LeavesTheEventWebhookToItsOwnKey()
    {
        DeployedResource entra = bicep.Main.OfType("Microsoft.Web/sites/config").Single(c => c.Module == "authentication");
        Assert.Equal(["/api/health", "/runtime/*"], entra.Property("globalValidation.excludedPaths")!.AsArray().Select(p => p!.ToString()));
        Assert.Equal("Return401", entra.Text("globalValidation.unauthenticatedClientAction"));
    }

    [Fact]
    public void Authentication_LetsInOnlyTheApplicationsAndPrincipalsThatAreNamed()
    {
        PredictedResource entra = Entra(bicep.Full);
        Assert.Equal([BicepCompiler.Caller, BicepCompiler.OtherCaller], entra.Property($"{Policy}.allowedApplications")!.AsArray().Select(a => a!.ToString()));
        Assert.Equal([BicepCompiler.Person], entra.Property($"{Policy}.allowedPrincipals.identities")!.AsArray().Select(p => p!.ToString()));
    }

    [Fact]
    public void Authentication_LetsInNoApplicationOfTheTenant_WhenNobodyIsNamed()
    {
        PredictedResource entra = Entra(bicep.Open);
        Assert.Equal([BicepCompiler.Api], entra.Property($"{Policy}.allowedApplications")!.AsArray().Select(a => a!.ToString()));
        Assert.Null(entra.Property($"{Policy}.allowedPrincipals"));
    }

    [Fact]
    public void Outputs_NameTheDropZoneAndTheApi()
    {
        var outputs = bicep.Main.Json["outputs"]!.AsObject().Select(o => o.Key).ToHashSet();
        Assert.Superset(new HashSet<string> { "DROP_ZONE", "API_ADDRESS" }, outputs);
    }

    private static PredictedResource Entra(PredictedDeployment deployed) =>
        deployed.OfType("Microsoft.Web/sites/config").Single(c => c.Name.EndsWith("/authsettingsV2", StringComparison.Ordinal));

    [GeneratedRegex(@"list[A-Z]\w*\(|AccountKey=|SharedAccess", RegexOptions.CultureInvariant)]
    private static partial Regex SecretReader();
}
