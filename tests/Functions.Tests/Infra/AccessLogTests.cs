namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed class AccessLogTests(BicepCompiler bicep)
{
    [Theory]
    [InlineData("blob-access", "blobServices", new[] { "StorageRead", "StorageWrite", "StorageDelete" })]
    [InlineData("table-access", "tableServices", new[] { "StorageRead", "StorageDelete" })]
    public void AccessesToStorage_GoToAWorkspaceOfTheirOwn(string name, string service, string[] categories)
    {
        PredictedResource log = Log(name);
        Assert.Contains($"/{service}/default", log.Id, StringComparison.Ordinal);
        Assert.Equal(categories, log.Property("logs")!.AsArray().Where(l => l!["enabled"]!.GetValue<bool>()).Select(l => l!["category"]!.ToString()));
        Assert.Contains("/workspaces/log-audit-", log.Text("workspaceId"), StringComparison.Ordinal);
    }

    [Fact]
    public void QueueWrites_StayWhereTheAlertReadsThem()
    {
        Assert.DoesNotContain("/workspaces/log-audit-", Log("queue-writes").Text("workspaceId"), StringComparison.Ordinal);
        PredictedDeployment deployed = bicep.Default;
        Assert.All(deployed.OfType("Microsoft.Insights/scheduledQueryRules"), a => Assert.Equal(Log("queue-writes").Text("workspaceId"), a.Property("scopes")![0]!.ToString()));
    }

    [Fact]
    public void Workspaces_HaveQuotasAndRetentionsOfTheirOwn_AndTakeEntraIdentitiesOnly()
    {
        PredictedResource[] workspaces = [.. bicep.Full.OfType("Microsoft.OperationalInsights/workspaces")];
        Assert.All(workspaces, w => Assert.Equal("true", w.Text("features.disableLocalAuth")));
        Assert.Equal(
            [("log", "30", "1"), ("log-audit", "365", "3")],
            workspaces.Select(w => (w.Name[..w.Name.LastIndexOf('-')], w.Text("retentionInDays"), w.Text("workspaceCapping.dailyQuotaGb"))).Distinct().Order());
    }

    private PredictedResource Log(string name) =>
        bicep.Default.OfType("Microsoft.Insights/diagnosticSettings").Single(d => d.Name.EndsWith(name, StringComparison.Ordinal));
}
