using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Where a customer stood in each snapshot that is kept.</summary>
public sealed class HistoryApi(ISnapshotStore store, LiveSnapshot live)
{
    private const int ConcurrentSnapshots = 8;

    /// <summary>GET /customers/{id}/history: scores, money and segment of every scheme in each retained snapshot, the latest first.</summary>
    [Function("GetCustomerHistory")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "customers/{id}/history")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        live.AnswerAsync(snapshot => HistoryAsync(snapshot, request, id, cancellationToken), cancellationToken);

    private async Task<IResult> HistoryAsync(Snapshot snapshot, HttpRequest request, string id, CancellationToken cancellationToken)
    {
        IReadOnlyList<SnapshotId> snapshots = await store.ListAsync(cancellationToken).ConfigureAwait(false);
        var entries = new HistoryEntry?[snapshots.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, snapshots.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ConcurrentSnapshots, CancellationToken = cancellationToken },
            async (i, token) => entries[i] = await EntryAsync(snapshots[i], id, token).ConfigureAwait(false)).ConfigureAwait(false);
        HistoryEntry[] known = [.. entries.OfType<HistoryEntry>()];
        return known.Length == 0
            ? Problem.CustomerNotFound(id, snapshot.Manifest.Run)
            : TaggedJson.Result(request, JsonSerializer.SerializeToUtf8Bytes(new HistoryResponse(id, known), ApiJson.Default.HistoryResponse));
    }

    // A snapshot that is dropped while it is read is no longer part of the history.
    private async Task<HistoryEntry?> EntryAsync(SnapshotId snapshot, string id, CancellationToken cancellationToken)
    {
        if (await store.ReadManifestAsync(snapshot, cancellationToken).ConfigureAwait(false) is not { } manifest)
            return null;
        CustomerPage? page = await store.ReadPageAsync(snapshot, CustomerKey.PartOf(CustomerKey.Of(id), manifest.Pages), cancellationToken).ConfigureAwait(false);
        return page?.Find(id) is not { } customer ? null : new HistoryEntry(
            manifest.Run, manifest.AsOf, manifest.Currency, customer.R, customer.F, customer.M,
            (decimal)customer.NetMoney / Money.Scale,
            float.IsNaN(customer.Clv.Predicted) ? null : Math.Round(customer.Clv.Predicted, 4),
            ProfileWriter.Named(manifest.Schemes, customer.Segments));
    }
}

/// <summary>Answer of GET /customers/{id}/history.</summary>
public sealed record HistoryResponse(string CustomerId, IReadOnlyList<HistoryEntry> Snapshots);

/// <summary>A customer in one snapshot; scores are 0 for a customer who had not bought by then.</summary>
public sealed record HistoryEntry(
    string Snapshot, DateOnly AsOf, string? Currency, int R, int F, int M, decimal Historic, double? PredictedClv, IReadOnlyDictionary<string, string> Segments);
