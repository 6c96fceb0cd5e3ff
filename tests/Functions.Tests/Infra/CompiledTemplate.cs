using System.Text.Json.Nodes;

namespace ServerlessSeg.Functions.Tests.Infra;

/// <summary>A compiled template with what the compiler said about it.</summary>
public sealed record CompiledTemplate(JsonObject Json, IReadOnlyList<string> Diagnostics)
{
    /// <summary>Every resource that the template makes, those of its modules included, without references to existing ones.</summary>
    public IReadOnlyList<DeployedResource> Resources { get; } = [.. Walk("main", Json)];

    public IEnumerable<DeployedResource> OfType(string type) => Resources.Where(r => r.Type == type);

    public DeployedResource Only(string type) => Assert.Single(OfType(type));

    private static IEnumerable<DeployedResource> Walk(string module, JsonObject template)
    {
        IEnumerable<JsonNode?> nodes = template["resources"] switch
        {
            JsonArray list => list,
            JsonObject named => named.Select(pair => pair.Value),
            _ => [],
        };
        foreach (JsonObject resource in nodes.OfType<JsonObject>())
        {
            if (resource["existing"]?.GetValue<bool>() == true)
                continue;
            yield return new DeployedResource(module, template, resource);
            if (resource["properties"] is JsonObject properties && properties["template"] is JsonObject inner)
            {
                foreach (DeployedResource nested in Walk(resource["name"]!.GetValue<string>(), inner))
                    yield return nested;
            }
        }
    }
}
