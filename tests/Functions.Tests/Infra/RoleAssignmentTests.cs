using System.Text.RegularExpressions;

namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed partial class RoleAssignmentTests(BicepCompiler bicep)
{
    private const string BlobDataOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string BlobDataContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    private const string QueueDataContributor = "974c5e8b-45b9-4653-ba55-5f855dd0fb88";
    private const string TableDataContributor = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3";
    private const string MonitoringMetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";

    [Fact]
    public void Roles_AreExactlyTheLeastOnes()
    {
        string[] expected =
        [
            $"appPrincipalId: {BlobDataOwner} on storageAccountName",
            $"appPrincipalId: {MonitoringMetricsPublisher} on applicationInsightsName",
            $"appPrincipalId: {QueueDataContributor} on storageAccountName",
            $"appPrincipalId: {TableDataContributor} on storageAccountName",
            $"dropPrincipalId: {BlobDataContributor} on storageAccountName/dropContainerName",
            $"topicPrincipalId: {BlobDataContributor} on storageAccountName/deadLetterContainerName",
        ];
        var granted = bicep.Main.OfType("Microsoft.Authorization/roleAssignments").SelectMany(Grants);
        Assert.Equal(expected.Order(StringComparer.Ordinal), granted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Roles_AreNeverGrantedOnAWholeResourceGroupOrSubscription() =>
        Assert.All(bicep.Main.OfType("Microsoft.Authorization/roleAssignments"), r => Assert.NotNull(r.Json["scope"]));

    // An assignment looks its roles up in variables and says where it holds through parameters.
    private static IEnumerable<string> Grants(DeployedResource assignment)
    {
        string principal = Parameter().Match(assignment.Text("principalId")).Groups[1].Value;
        string scope = string.Join('/', Parameter().Matches(assignment.Json["scope"]!.ToString()).Select(m => m.Groups[1].Value));
        return Variable().Matches(assignment.Text("roleDefinitionId"))
            .Select(m => assignment.Template["variables"]![m.Groups[1].Value]!.ToString())
            .Select(role => $"{principal}: {role} on {scope}");
    }

    [GeneratedRegex(@"parameters\('(\w+)'\)", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"variables\('(\w+)'\)", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
