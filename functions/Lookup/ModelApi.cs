using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>The models behind the live snapshot.</summary>
public sealed class ModelApi(LiveSnapshot live, ISnapshotStore store)
{
    /// <summary>GET /model: chosen model, parameters, standard errors, accuracy, readiness. The run wrote it; here it is passed on.</summary>
    [Function("GetModel")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "model")] HttpRequest request, CancellationToken cancellationToken) =>
        live.AnswerAsync(
            async snapshot => Results.Stream(
                await store.OpenFileAsync(snapshot.Id, ResegmentationRun.ModelFile, cancellationToken).ConfigureAwait(false) ?? throw new SnapshotGoneException(snapshot.Id),
                "application/json; charset=utf-8"),
            cancellationToken);
}
