using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.Functions.Lookup;
using ServerlessSeg.Functions.Storage;

namespace ServerlessSeg.Functions.Ingest;

/// <summary>Body of POST /batches/preview for a file that was dropped already.</summary>
/// <param name="Blob">Its name in the drop zone: <c>source/file.csv</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PreviewRequest(string? Blob);

/// <summary>The dry run: how a file would be understood, and what of it would be refused.</summary>
public sealed class PreviewApi(PreviewReader previews)
{
    private const int MaxBytes = 8 << 20;

    /// <summary>
    /// POST /batches/preview?name=file.csv&amp;source=x with the first bytes of a file as the body, or with <c>{"blob":"x/file.csv"}</c>.
    /// With <c>whole=true</c> the body is the whole file, and its last line counts even without an end of line. Parquet is read from its
    /// end, so of a Parquet file the whole has to be sent, or its blob named.
    /// </summary>
    [Function("PreviewBatch")]
    public async Task<IResult> PreviewAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "batches/preview")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.HasJsonContentType()
            ? await OfBlobAsync(request, cancellationToken).ConfigureAwait(false)
            : await OfBytesAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IResult> OfBlobAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        (PreviewRequest? body, IResult? refusal) = await RequestBody.ReadAsync(request, ApiJson.Default.PreviewRequest, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
            return refusal;
        DropName drop = DropName.Of(body!.Blob ?? "");
        if (drop.File.Length == 0)
            return Problem.BadRequest("""Send {"blob":"source/file.csv"}: the name of a file in the drop zone, with its folder.""");
        if (drop.Problem is { } problem)
            return Problem.BadRequest($"'{body.Blob}' cannot be read: {problem}.");
        if (!drop.IsExport)
            return Problem.BadRequest($"'{body.Blob}' is not an export.");
        return await previews.ReadBlobAsync(drop, cancellationToken).ConfigureAwait(false) is { } preview
            ? Answer(preview)
            : Problem.NotFound("blob", $"There is no file '{body.Blob}' in the container '{StorageNames.Transactions}'.");
    }

    private async Task<IResult> OfBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string? name = request.Query["name"], source = request.Query["source"], whole = request.Query["whole"];
        if (string.IsNullOrEmpty(name) || name.Contains('/', StringComparison.Ordinal))
            return Problem.BadRequest("Say how the file is called: ?name=file.csv, with the first bytes of it as the body.");
        if (source is not null && !DropName.IsSource(source))
            return Problem.BadRequest("source must be a folder of the drop zone: a name without a slash, and neither '.' nor '..'.");
        if (whole is not (null or "true" or "false"))
            return Problem.BadRequest($"whole is '{whole}'; it must be true or false.");
        byte[] bytes = new byte[MaxBytes + 1];
        int length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (length == 0)
            return Problem.BadRequest("The body is empty; send the first bytes of the file.");
        var content = new MemoryContent(name, bytes.AsMemory(0, Math.Min(length, MaxBytes)));
        bool isWhole = whole == "true" && length <= MaxBytes;
        return Answer(source is null
            ? await previews.ReadAsync(content, isWhole, SourceMapping.None, cancellationToken).ConfigureAwait(false)
            : await previews.ReadAsync(content, isWhole, source, cancellationToken).ConfigureAwait(false));
    }

    private static IResult Answer(BatchPreview preview) => Results.Text(preview.ToJson(), "application/json; charset=utf-8");
}
