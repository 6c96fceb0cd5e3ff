using System.Text.Json.Nodes;

namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed class RetentionTests(BicepCompiler bicep)
{
    private const string BlobService = "Microsoft.Storage/storageAccounts/blobServices";

    [Fact]
    public void LedgerAndConfiguration_CanBeRestoredForAWeek_ByDefault()
    {
        PredictedResource blobs = bicep.Default.Only(BlobService);
        Assert.Equal("true", blobs.Text("isVersioningEnabled"));
        Assert.Equal("true", blobs.Text("deleteRetentionPolicy.enabled"));
        Assert.Equal("7", blobs.Text("deleteRetentionPolicy.days"));
        Assert.Equal("7", blobs.Text("containerDeleteRetentionPolicy.days"));
    }

    [Fact]
    public void NothingIsKept_WhereAnErasureMustHoldAtOnce()
    {
        PredictedResource blobs = bicep.Open.Only(BlobService);
        Assert.Equal("false", blobs.Text("isVersioningEnabled"));
        Assert.Equal("false", blobs.Text("deleteRetentionPolicy.enabled"));
    }

    [Fact]
    public void ErasedCustomer_IsGoneWithinTheMonthOfTheLaw_WhateverIsSet()
    {
        int longest = bicep.Main.Json["parameters"]!["softDeleteDays"]!["maxValue"]!.GetValue<int>();
        int version = VersionDays();
        // Two days pass at most until the policy has run.
        Assert.InRange(longest + version + 2, 1, 28);
        PredictedResource blobs = bicep.Default.Only(BlobService);
        // Neither the change feed nor point-in-time restore, which both outlive a deletion.
        Assert.Equal("false", blobs.Text("changeFeed.enabled"));
        Assert.Null(blobs.Property("restorePolicy"));
        // Nor the permanent deletion that would take the guard away from versions.
        Assert.Null(blobs.Property("deleteRetentionPolicy.allowPermanentDelete"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Versions_AreDeletedInEveryContainer_EvenThoseLeftFromBefore(bool versioned)
    {
        var rule = Rules(versioned ? bicep.Default : bicep.Open).Single(r => r["actions"]!["version"] is not null);
        Assert.Null(rule["filters"]!["prefixMatch"]);
        Assert.Equal(["blockBlob", "appendBlob"], rule["filters"]!["blobTypes"]!.AsArray().Select(t => t!.ToString()));
        Assert.Null(rule["actions"]!["baseBlob"]);
        Assert.Equal(1, VersionDays());
    }

    [Fact]
    public void LifecycleRules_DeleteDropsAndRejectsButNeverTheLedger()
    {
        var prefixes = Rules(bicep.Default).Where(r => r["actions"]!["baseBlob"] is not null).SelectMany(r => r["filters"]!["prefixMatch"]!.AsArray());
        Assert.Equal(["transactions/", "rejects/", "deadletters/"], prefixes.Select(p => p!.ToString()));
    }

    private int VersionDays() =>
        Rules(bicep.Default).Select(r => r["actions"]!["version"]).OfType<JsonObject>().Single()["delete"]!["daysAfterCreationGreaterThan"]!.GetValue<int>();

    private static IEnumerable<JsonNode> Rules(PredictedDeployment deployment) =>
        deployment.Only("Microsoft.Storage/storageAccounts/managementPolicies").Property("policy.rules")!.AsArray().Select(r => r!["definition"]!);
}
