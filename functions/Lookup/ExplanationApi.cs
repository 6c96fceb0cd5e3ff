using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Rfm;
using ServerlessSeg.Core.Segmentation;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Why a customer is in its segments.</summary>
public sealed class ExplanationApi(LiveSnapshot live, CustomerLookup lookup, SnapshotSchemes snapshots)
{
    /// <summary>GET /customers/{id}/explain?scheme=: for each scheme, or the one asked for, the values, cut points and rule.</summary>
    [Function("ExplainCustomer")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "customers/{id}/explain")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        live.AnswerAsync(snapshot => ExplainAsync(snapshot, request, id, cancellationToken), cancellationToken);

    private async Task<IResult> ExplainAsync(Snapshot snapshot, HttpRequest request, string id, CancellationToken cancellationToken)
    {
        SnapshotManifest manifest = snapshot.Manifest;
        if (await lookup.FindAsync(snapshot, id, cancellationToken).ConfigureAwait(false) is not { } customer)
            return Problem.CustomerNotFound(id, manifest.Run);
        string? asked = request.Query["scheme"].ToString() is { Length: > 0 } named ? named : null;
        if (asked is not null && manifest.SchemeIndex(asked) < 0)
            return Problem.UnknownScheme(manifest, asked);
        if (customer.Facts is not { } stored || await snapshots.OfAsync(snapshot, cancellationToken).ConfigureAwait(false) is not { } schemes)
            return Problem.Conflict("not-explained", $"Snapshot {manifest.Run} was published without what explanations need; the next run will have it.");
        CustomerSummary summary = stored.ToSummary(customer.Id, customer.NetMoney);
        var facts = new CustomerFacts(summary, CalendarDays.Of(manifest.AsOf), new RfmScore(customer.R, customer.F, customer.M), Score.ToFacts(customer.Clv));
        List<Explanation> explanations = [];
        foreach (ISegmentationScheme scheme in schemes)
        {
            if (asked is null || string.Equals(scheme.Name, asked, StringComparison.OrdinalIgnoreCase))
                explanations.Add(scheme.Explain(facts));
        }
        var answer = new ExplanationResponse(customer.Id, manifest.Run, manifest.AsOf, manifest.Currency, explanations);
        return TaggedJson.Result(request, JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Default.ExplanationResponse));
    }
}

/// <summary>Answer of GET /customers/{id}/explain.</summary>
public sealed record ExplanationResponse(
    string CustomerId, string Snapshot, DateOnly AsOf, string? Currency, IReadOnlyList<Explanation> Explanations);
