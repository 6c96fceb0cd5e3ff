using System.Text.Json.Nodes;

namespace ServerlessSeg.Functions.Tests.Infra;

/// <summary>What Azure would make of the template with given parameters, as the Bicep compiler predicts it: expressions evaluated, loops unrolled, conditions decided.</summary>
public sealed record PredictedDeployment(IReadOnlyList<PredictedResource> Resources)
{
    public IEnumerable<PredictedResource> OfType(string type) => Resources.Where(r => r.Type == type);

    public PredictedResource Only(string type) => Assert.Single(OfType(type));

    public static PredictedDeployment Read(string snapshot) =>
        new([.. JsonNode.Parse(snapshot)!["predictedResources"]!.AsArray().Select(r => new PredictedResource(r!.AsObject()))]);
}

/// <summary>One predicted resource. What only a running deployment knows is left as an expression.</summary>
public sealed record PredictedResource(JsonObject Json)
{
    public string Type => Json["type"]!.GetValue<string>();

    public string Name => Json["name"]!.GetValue<string>();

    public string Id => Json["id"]!.GetValue<string>();

    public JsonNode? Property(string path) =>
        path.Split('.').Aggregate(Json["properties"], (node, name) => node?[name]);

    public string Text(string path) => Property(path)?.ToString() ?? "";
}
