using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Transactions;
using ServerlessSeg.Functions.Telemetry;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Customers of the live snapshot, one at a time or many at once.</summary>
public sealed class CustomersApi(LiveSnapshot live, CustomerLookup lookup, ProfileWriter profiles, Instruments instruments)
{
    /// <summary>The most ids one batch look-up may carry.</summary>
    public const int MaxIds = 1_000;

    /// <summary>GET /customers/{id}: the profile; 304 when the caller has it already, 404 when unknown.</summary>
    [Function("GetCustomer")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "customers/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        using LookupTimer timer = instruments.StartLookup();
        return await live.AnswerAsync(
            async snapshot => await lookup.FindAsync(snapshot, id, cancellationToken).ConfigureAwait(false) is { } customer
                ? TaggedJson.Result(request, JsonSerializer.SerializeToUtf8Bytes(profiles.Write(snapshot.Manifest, customer), ApiJson.Default.CustomerResponse))
                : Problem.CustomerNotFound(id, snapshot.Manifest.Run),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>POST /customers/lookup: up to 1,000 ids, one result each in the order asked.</summary>
    [Function("LookupCustomers")]
    public async Task<IResult> LookupAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "customers/lookup")] HttpRequest request, CancellationToken cancellationToken)
    {
        using LookupTimer timer = instruments.StartLookup();
        (LookupRequest? body, IResult? refusal) = await RequestBody.ReadAsync(request, ApiJson.Default.LookupRequest, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
            return refusal;
        if (Complaint(body!.Ids) is { } complaint)
            return Problem.BadRequest(complaint);
        return await live.AnswerAsync(snapshot => LookupAsync(snapshot, body.Ids!, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<IResult> LookupAsync(Snapshot snapshot, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        SnapshotManifest manifest = snapshot.Manifest;
        IReadOnlyList<CustomerRecord?> customers = await lookup.FindManyAsync(snapshot, ids, cancellationToken).ConfigureAwait(false);
        var results = new object[customers.Count];
        for (int i = 0; i < results.Length; i++)
            results[i] = customers[i] is { } customer ? profiles.Write(manifest, customer) with { Found = true } : new UnknownCustomer(ids[i]);
        return Results.Json(new LookupResponse(manifest.Run, manifest.AsOf, manifest.Currency, results), ApiJson.Default.LookupResponse);
    }

    private static string? Complaint(IReadOnlyList<string>? ids) => ids switch
    {
        null or { Count: 0 } => """Send {"ids": ["…", …]} with at least one id.""",
        { Count: > MaxIds } => $"{ids.Count} ids are too many; send at most {MaxIds} at once.",
        _ when ids.Any(static id => string.IsNullOrEmpty(id)) => "An id is null or empty.",
        _ when ids.Any(static id => Encoding.UTF8.GetByteCount(id) > CustomerKey.MaxIdBytes) => $"An id is longer than {CustomerKey.MaxIdBytes} bytes.",
        _ => null,
    };
}
