using System.Text.Json.Nodes;

namespace ServerlessSeg.Functions.Tests.Infra;

/// <summary>One resource of a compiled template, with the module and the template that it stands in.</summary>
public sealed record DeployedResource(string Module, JsonObject Template, JsonObject Json)
{
    public string Type => Json["type"]!.GetValue<string>();

    public JsonNode? Property(string path) =>
        path.Split('.').Aggregate(Json["properties"], (node, name) => node?[name]);

    public string Text(string path) => Property(path)?.ToString() ?? "";
}
