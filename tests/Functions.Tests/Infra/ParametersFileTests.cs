using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServerlessSeg.Functions.Tests.Infra;

[Collection(InfraTests.Name)]
public sealed partial class ParametersFileTests(BicepCompiler bicep)
{
    private static JsonObject Given { get; } =
        JsonNode.Parse(File.ReadAllText(Path.Combine(BicepCompiler.InfraFolder, "main.parameters.json")))!["parameters"]!.AsObject();

    [Fact]
    public void ParametersFile_GivesEveryParameterOfTheTemplate() =>
        Assert.Equal(Declared().Select(p => p.Key).Order(StringComparer.Ordinal), Given.Select(p => p.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void ParametersFile_HasTheDefaultsOfTheTemplate()
    {
        var defaults = Declared().Where(p => p.Value!["defaultValue"] is not null && p.Key != "operatorPrincipalId").ToList();
        Assert.NotEmpty(defaults);
        Assert.All(defaults, p =>
        {
            Match given = Variable().Match(Given[p.Key]!["value"]!.ToString());
            Assert.True(given.Success, $"{p.Key} is not of the form ${{NAME=default}}");
            Assert.Equal(p.Value!["defaultValue"]!.ToString(), given.Groups[1].Value, ignoreCase: true);
        });
    }

    private JsonObject Declared() => bicep.Main.Json["parameters"]!.AsObject();

    [GeneratedRegex(@"^\$\{[A-Z_]+=(.*)\}$", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
