using System.Text.RegularExpressions;

namespace ServerlessSeg.Functions.Tests.Infra;

/// <summary>
/// The rule that takes customer ids out of telemetry before it is stored. No engine for its language is at hand, so the expressions are taken from the
/// files and evaluated here: <c>iif</c>, <c>strcat</c> and <c>extract</c> over regular expressions that mean the same in .NET and RE2.
/// </summary>
[Collection(InfraTests.Name)]
public sealed partial class MaskingTests(BicepCompiler bicep)
{
    private const string Id = "C00017850";

    [Theory]
    [InlineData("https://func.azurewebsites.net/api/customers/C00017850", "https://func.azurewebsites.net/api/customers/{id}")]
    [InlineData("https://func.azurewebsites.net/api/customers/C00017850/history?from=1", "https://func.azurewebsites.net/api/customers/{id}")]
    [InlineData("https://func.azurewebsites.net/api/Customers?id=C00017850", "https://func.azurewebsites.net/api/Customers/{id}")]
    [InlineData("https://func.azurewebsites.net/api/report/customers/C00017850", "https://func.azurewebsites.net/api/report/customers/{id}")]
    [InlineData("https://func.azurewebsites.net/api/segments/rfm11/Champions/customers?continuationToken=C00017850", "https://func.azurewebsites.net/api/segments/rfm11/Champions/customers/{id}")]
    [InlineData("https://func.azurewebsites.net/api/segments?scheme=rfm11", "https://func.azurewebsites.net/api/segments")]
    [InlineData("https://func.azurewebsites.net/api/health", "https://func.azurewebsites.net/api/health")]
    [InlineData("", "")]
    public void RequestUrl_HasNoIdAndNoQuery(string url, string masked) => Assert.Equal(masked, Mask("requests", "Url", url));

    [Theory]
    [InlineData("GET /api/customers/C00017850/history", "GET /api/customers/{id}/history")]
    [InlineData("GET /api/customers/{customerId}/explain", "GET /api/customers/{id}/explain")]
    [InlineData("GET /api/customers/C00/017850", "GET /api/customers/{id}")]
    [InlineData("GET /api/customers/C00/017850/history?x=1", "GET /api/customers/{id}")]
    [InlineData("POST /api/customers/lookup", "POST /api/customers/lookup")]
    [InlineData("GET /api/report/customers/C00017850", "GET /api/report/customers/{id}")]
    [InlineData("GET /api/customers?id=C00017850", "GET /api/customers")]
    [InlineData("GET /api/segments/{scheme}/{segment}/customers", "GET /api/segments/{scheme}/{segment}/customers")]
    [InlineData("Ingest", "Ingest")]
    public void OperationName_KeepsItsRoute(string name, string masked)
    {
        Assert.Equal(masked, Mask("requests", "Name", name));
        Assert.All(["requests", "traces", "dependencies"], table => Assert.Equal(masked, Mask(table, "OperationName", name)));
    }

    [Theory]
    [InlineData("Executing HTTP request: {\n  \"method\": \"GET\",\n  \"uri\": \"/api/customers/C00017850\"\n}", "Executing HTTP request: {\n  \"method\": \"GET\",\n  \"uri\": \"/api/customers/{id} …")]
    [InlineData("Request starting HTTP/1.1 GET http://localhost/api/customers?id=C00017850 - - -", "Request starting HTTP/1.1 GET http://localhost/api/customers/{id} …")]
    [InlineData("Batch shop/customers.csv is being read (12 bytes)", "Batch shop/customers.csv is being read (12 bytes)")]
    public void Trace_EndsWhereAnIdBegins(string message, string masked) => Assert.Equal(masked, Mask("traces", "Message", message));

    [Theory]
    [InlineData("http://127.0.0.1:41234/api/customers/C00017850", "http://127.0.0.1:41234/api/customers/{id}")]
    [InlineData("https://st.blob.core.windows.net/snapshots/2011-12-10/customers.parquet?comp=block", "https://st.blob.core.windows.net/snapshots/2011-12-10/customers.parquet?comp=block")]
    [InlineData("https://st.table.core.windows.net/Customers20111210(PartitionKey='1',RowKey='7')", "https://st.table.core.windows.net/Customers20111210(PartitionKey='1',RowKey='7')")]
    public void Dependency_HasNoId(string data, string masked)
    {
        Assert.Equal(masked, Mask("dependencies", "Data", data));
        Assert.Equal(masked, Mask("dependencies", "Name", data));
    }

    [Theory]
    [InlineData("requests")]
    [InlineData("traces")]
    [InlineData("dependencies")]
    public void Properties_AreDropped_WhereTheyNameAnId(string table)
    {
        string pattern = Properties().Match(Query(table)).Groups[1].Value;
        Assert.Matches(pattern, $$"""{"url.path":"/api/customers/{{Id}}"}""");
        Assert.Matches(pattern, $$"""{"url.path":"\/api\/customers\/{{Id}}"}""");
        Assert.Matches(pattern, $$"""{"uri":"/api/customers?id={{Id}}"}""");
        Assert.DoesNotMatch(pattern, """{"EventId":"1001","File":"customers.csv"}""");
    }

    [Fact]
    public void Rule_IsTheWorkspacesOwn_AndCoversEveryTableThatRequestsReach()
    {
        PredictedDeployment deployed = bicep.Default;
        PredictedResource rule = deployed.Only("Microsoft.Insights/dataCollectionRules");
        Assert.Equal("WorkspaceTransforms", rule.Json["kind"]!.ToString());
        var flows = rule.Property("dataFlows")!.AsArray().ToDictionary(f => f!["streams"]![0]!.ToString(), f => f!["transformKql"]!.ToString());
        Assert.Equal(["Microsoft-Table-AppDependencies", "Microsoft-Table-AppRequests", "Microsoft-Table-AppTraces"], flows.Keys.Order(StringComparer.Ordinal));
        Assert.All(flows.Values, query => Assert.DoesNotContain('\n', query));
        Assert.All(flows.Values, query => Assert.StartsWith("source | extend ", query, StringComparison.Ordinal));
        Assert.Contains(deployed.OfType("Microsoft.OperationalInsights/workspaces"), w => w.Text("defaultDataCollectionRuleResourceId").EndsWith(rule.Name, StringComparison.Ordinal));
        // The documentation lists what a transformation may use; replace_regex, which would be shorter, is not in it.
        string[] allowed = ["iif", "strcat", "extract", "tostring", "parse_json"];
        Assert.All(flows.Values, query => Assert.Subset(allowed.ToHashSet(), Functions().Matches(Verbatim().Replace(query, "")).Select(m => m.Groups[1].Value).ToHashSet()));
    }

    private static string Mask(string table, string column, string value)
    {
        Match line = Regex.Match(Query(table), $@"^\| extend {column} = (.*)$", RegexOptions.Multiline | RegexOptions.CultureInvariant);
        Assert.True(line.Success, $"monitor/masks/{table}.kql leaves {column} as it is");
        return new MaskExpression(line.Groups[1].Value, column, value).Evaluate();
    }

    private static string Query(string table) => File.ReadAllText(Path.Combine(BicepCompiler.InfraFolder, "monitor", "masks", $"{table}.kql"));

    [GeneratedRegex(@"tostring\(Properties\) matches regex @'([^']*)'", RegexOptions.CultureInvariant)]
    private static partial Regex Properties();

    [GeneratedRegex(@"(\w+)\(", RegexOptions.CultureInvariant)]
    private static partial Regex Functions();

    [GeneratedRegex(@"@?'[^']*'", RegexOptions.CultureInvariant)]
    private static partial Regex Verbatim();
}
