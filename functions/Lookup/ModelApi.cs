using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>The models behind the live snapshot.</summary>
public sealed class ModelApi(LiveSnapshot live, SnapshotBlobs blobs)
{
    /// <summary>GET /model: chosen model, parameters, standard errors, accuracy, readiness. The run wrote it; here it is passed on.</summary>
    [Function("GetModel")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "model")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await live.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } manifest)
            return Problem.NoSnapshot();
        Stream? stream = await blobs.OpenReadAsync(RunId.Parse(manifest.Run), ResegmentationRun.ModelFile, 0, cancellationToken).ConfigureAwait(false);
        return stream is null
            ? throw new InvalidDataException($"Snapshot {manifest.Run} is live, but its {ResegmentationRun.ModelFile} is missing.")
            : Results.Stream(stream, "application/json; charset=utf-8");
    }
}
