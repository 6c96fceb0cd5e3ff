namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed class NetworkTests(BicepCompiler bicep)
{
    private const string Account = "Microsoft.Storage/storageAccounts";

    [Fact]
    public void Storage_IsClosedToTheInternet_ByDefault()
    {
        PredictedDeployment closed = bicep.Default;
        PredictedResource account = closed.Only(Account);
        Assert.Equal("Disabled", account.Text("publicNetworkAccess"));
        Assert.Equal("Deny", account.Text("networkAcls.defaultAction"));
        Assert.Equal("AzureServices", account.Text("networkAcls.bypass"));
        Assert.Empty(account.Property("networkAcls.ipRules")!.AsArray());
        Assert.Empty(account.Property("networkAcls.virtualNetworkRules")!.AsArray());
    }

    [Fact]
    public void Storage_LetsInTheAddressesAndSubnetsThatAreNamed_AndNoOthers()
    {
        PredictedResource account = bicep.Full.Only(Account);
        Assert.Equal("Enabled", account.Text("publicNetworkAccess"));
        Assert.Equal("Deny", account.Text("networkAcls.defaultAction"));
        Assert.Equal(["203.0.113.7", "198.51.100.0/24"], account.Property("networkAcls.ipRules")!.AsArray().Select(r => r!["value"]!.ToString()));
        Assert.Equal([BicepCompiler.Subnet], account.Property("networkAcls.virtualNetworkRules")!.AsArray().Select(r => r!["id"]!.ToString()));
    }

    [Fact]
    public void App_ReachesClosedStorageThroughPrivateEndpoints()
    {
        PredictedDeployment closed = bicep.Default;
        Assert.Equal(
            ["blob", "queue", "table"],
            closed.OfType("Microsoft.Network/privateEndpoints").Select(e => e.Text("privateLinkServiceConnections").Split("\"groupIds\"")[1].Split('"')[1]).Order(StringComparer.Ordinal));
        Assert.Equal(3, closed.OfType("Microsoft.Network/privateDnsZones").Count());
        Assert.EndsWith("/subnets/app", closed.Only("Microsoft.Web/sites").Text("virtualNetworkSubnetId"), StringComparison.Ordinal);
        var subnet = closed.Only("Microsoft.Network/virtualNetworks").Property("subnets")!.AsArray().Single(s => s!["name"]!.ToString() == "app")!["properties"]!;
        Assert.Equal("Microsoft.App/environments", subnet["delegations"]![0]!["properties"]!["serviceName"]!.ToString());
        // The plan refuses a subnet with service endpoints.
        Assert.Null(subnet["serviceEndpoints"]);
    }

    [Fact]
    public void Storage_OpensOnlyOnAnExplicitWord()
    {
        PredictedDeployment open = bicep.Open;
        Assert.Equal("Enabled", open.Only(Account).Text("publicNetworkAccess"));
        Assert.Equal("Allow", open.Only(Account).Text("networkAcls.defaultAction"));
        Assert.DoesNotContain(open.Resources, r => r.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal));
        Assert.Null(open.Only("Microsoft.Web/sites").Property("virtualNetworkSubnetId"));
    }
}
