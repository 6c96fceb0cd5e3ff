using System.Text.RegularExpressions;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed partial class BicepTemplateTests(BicepCompiler bicep)
{
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
    public void BlobService_KeepsNoCopyThatOutlivesAnErasure()
    {
        DeployedResource blobs = bicep.Main.Only("Microsoft.Storage/storageAccounts/blobServices");
        Assert.Equal("false", blobs.Text("isVersioningEnabled"));
        Assert.Equal("false", blobs.Text("changeFeed.enabled"));
        Assert.Null(blobs.Property("restorePolicy"));
        Assert.StartsWith("[if(equals(parameters('softDeleteDays'), 0), createObject('enabled', false())", blobs.Text("deleteRetentionPolicy"), StringComparison.Ordinal);
        Assert.Equal(0, bicep.Main.Json["parameters"]!["softDeleteDays"]!["defaultValue"]!.GetValue<int>());
    }

    [Fact]
    public void Storage_HasTheContainersQueuesAndTablesOfTheCode()
    {
        var variables = bicep.Main.Only("Microsoft.Storage/storageAccounts").Template["variables"]!;
        string[] Names(string variable) => [.. variables[variable]!.AsArray().Select(n => n!.ToString())];
        string[] containers = [.. Names("containerNames").Select(name => Variable().Match(name) is { Success: true } match ? variables[match.Groups[1].Value]!.ToString() : name)];
        string[] ofThePlatform = ["config", "deadletters", "[parameters('packageContainerName')]"];
        Assert.Equal(StorageNames.Containers.Union(ofThePlatform).Order(StringComparer.Ordinal), containers.Order(StringComparer.Ordinal));
        Assert.Equal(StorageNames.Transactions, variables["dropContainerName"]!.ToString());
        Assert.Equal(StorageNames.Rejects, variables["rejectContainerName"]!.ToString());
        Assert.Equal([StorageNames.RunQueue, StorageNames.RunQueue + "-poison", "webjobs-blobtrigger-poison"], Names("queueNames"));
        Assert.Equal(StorageNames.Tables, Names("tableNames"));
    }

    [Fact]
    public void LifecycleRules_DeleteDropsAndRejectsButNeverTheLedger()
    {
        DeployedResource policy = bicep.Main.Only("Microsoft.Storage/storageAccounts/managementPolicies");
        var prefixes = policy.Property("policy.rules")!.AsArray().SelectMany(r => r!["definition"]!["filters"]!["prefixMatch"]!.AsArray());
        string[] expected =
        [
            "[format('{0}/', variables('dropContainerName'))]",
            "[format('{0}/', variables('rejectContainerName'))]",
            "[format('{0}/', variables('deadLetterContainerName'))]",
        ];
        Assert.Equal(expected, prefixes.Select(p => p!.ToString()));
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
        Assert.Equal("true", bicep.Main.Only("Microsoft.OperationalInsights/workspaces").Text("features.disableLocalAuth"));
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
    public void Outputs_NameTheDropZoneAndTheApi()
    {
        var outputs = bicep.Main.Json["outputs"]!.AsObject().Select(o => o.Key).ToHashSet();
        Assert.Superset(new HashSet<string> { "DROP_ZONE", "API_ADDRESS" }, outputs);
    }

    [GeneratedRegex(@"^\[variables\('(\w+)'\)\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"list[A-Z]\w*\(|AccountKey=|SharedAccess", RegexOptions.CultureInvariant)]
    private static partial Regex SecretReader();
}
