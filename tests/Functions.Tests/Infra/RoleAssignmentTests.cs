using System.Text.RegularExpressions;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed partial class RoleAssignmentTests(BicepCompiler bicep)
{
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "blob owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "blob contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "queue contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "table contributor",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "metrics publisher",
    };

    [Fact]
    public void Roles_AreExactlyTheLeastOnes()
    {
        string[] expected =
        [
            "app: blob owner on containers/azure-webjobs-hosts",
            "app: blob owner on containers/azure-webjobs-secrets",
            "app: blob contributor on containers/package-*",
            .. StorageNames.Containers.Select(name => $"app: blob contributor on containers/{name}"),
            .. StorageNames.Queues.SelectMany(queue => new[] { $"app: queue contributor on queues/{queue}", $"app: queue contributor on queues/{queue}-poison" }),
            "app: queue contributor on queues/webjobs-blobtrigger-poison",
            "app: queue contributor on queues/azure-webjobs-blobtrigger-func-*",
            "app: table contributor on storageAccounts/st*",
            "app: metrics publisher on components/appi-*",
            "topic: blob contributor on containers/deadletters",
            $"{BicepCompiler.Operator}: blob contributor on containers/transactions",
            $"{BicepCompiler.Operator}: blob contributor on containers/config",
            $"{BicepCompiler.Shop}: drop files on containers/transactions",
            $"{BicepCompiler.Web}: drop files on containers/transactions",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), bicep.Full.OfType("Microsoft.Authorization/roleAssignments").Select(Grant).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Roles_OfNobodyButTheApp_WithoutOperatorAndSources()
    {
        PredictedDeployment alone = bicep.Default;
        Assert.All(alone.OfType("Microsoft.Authorization/roleAssignments").Select(Grant), grant => Assert.Matches("^(app|topic): ", grant));
        Assert.Empty(alone.OfType("Microsoft.Authorization/roleDefinitions"));
    }

    [Fact]
    public void Roles_AreNeverGrantedOnAWholeResourceGroupOrSubscription() =>
        Assert.All(bicep.Main.OfType("Microsoft.Authorization/roleAssignments"), r => Assert.NotNull(r.Json["scope"]));

    [Fact]
    public void Source_WritesInItsOwnFolderAndDoesNothingElse()
    {
        PredictedResource role = bicep.Full.Only("Microsoft.Authorization/roleDefinitions");
        var permission = Assert.Single(role.Property("permissions")!.AsArray())!;
        const string Blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";
        Assert.Equal([$"{Blobs}/write", $"{Blobs}/add/action"], permission["dataActions"]!.AsArray().Select(a => a!.ToString()));
        Assert.Empty(permission["actions"]!.AsArray());

        var conditions = bicep.Full.OfType("Microsoft.Authorization/roleAssignments")
            .Where(r => r.Text("roleDefinitionId").EndsWith(role.Name, StringComparison.Ordinal))
            .ToDictionary(r => r.Text("principalId"), r => (Version: r.Text("conditionVersion"), Condition: r.Text("condition")));
        const string ElseThan = $"(!(ActionMatches{{'{Blobs}/write'}}) AND !(ActionMatches{{'{Blobs}/add/action'}}))";
        Assert.Equal(2, conditions.Count);
        Assert.All(conditions.Values, c => Assert.Equal("2.0", c.Version));
        Assert.Equal($"({ElseThan} OR (@Resource[{Blobs}:path] StringStartsWith 'web/'))", conditions[BicepCompiler.Web].Condition);
        Assert.Equal($"({ElseThan} OR (@Resource[{Blobs}:path] StringStartsWith 'shop/' OR @Resource[{Blobs}:path] StringStartsWith 'till/'))", conditions[BicepCompiler.Shop].Condition);
    }

    [Theory]
    [InlineData("shop")]
    [InlineData("shop/web=" + BicepCompiler.Shop)]
    [InlineData("shop''=" + BicepCompiler.Shop)]
    public void Source_IsRefused_WhenItIsNotANameAndAnObjectId(string sources) =>
        Assert.Contains("SOURCES must read source=objectId", BicepCompiler.Refusal($"sources = '{sources.Replace("''", "\\'", StringComparison.Ordinal)}'"), StringComparison.Ordinal);

    /// <summary>Names the role, whose it is, and the last two parts of where it holds, without what makes names unique.</summary>
    private static string Grant(PredictedResource assignment)
    {
        string principal = assignment.Text("principalId") switch
        {
            string id when id.Contains("userAssignedIdentities", StringComparison.Ordinal) => "app",
            string id when id.Contains("systemTopics", StringComparison.Ordinal) => "topic",
            string id => id,
        };
        string[] scope = Scope().Match(assignment.Id).Groups[1].Value.Split('/');
        string role = Roles.GetValueOrDefault(assignment.Text("roleDefinitionId").Split('/')[^1], "drop files");
        return $"{principal}: {role} on {scope[^2]}/{Token().Replace(scope[^1], "*")}";
    }

    [GeneratedRegex(@"^(?:\[extensionResourceId\(')?(/.+?)(?:'|/providers/Microsoft\.Authorization)", RegexOptions.CultureInvariant)]
    private static partial Regex Scope();

    [GeneratedRegex(@"(?<=^st|-)[a-z0-9]{13}$", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
