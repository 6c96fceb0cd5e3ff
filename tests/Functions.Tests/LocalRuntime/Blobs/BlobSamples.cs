using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessSeg.Functions.Tests.LocalRuntime.Blobs;

public sealed class BlobSamples(Probe probe)
{
    [Function("Ingest")]
    public async Task IngestAsync(
        [BlobTrigger("%UNIQUE%/in/{source}/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob,
        string source,
        string name,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        string content = (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToString();
        foreach ((string key, object? value) in context.BindingContext.BindingData)
            probe.Seen[key] = value;
        probe.Report($"{source} {name} {content}");
    }

    [Function("Read")]
    public async Task ReadAsync([BlobTrigger("%UNIQUE%/stream/{name}")] Stream blob, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(blob);
        probe.Report("stream " + await reader.ReadToEndAsync(cancellationToken));
    }

    [Function("Text")]
    public void Text([BlobTrigger("%UNIQUE%/text/{name}")] string blob) => probe.Report("text " + blob);

    [Function("Broken")]
    public void Broken([BlobTrigger("%UNIQUE%/broken/{name}")] BlobClient blob, FunctionContext context)
    {
        probe.Report($"try {context.RetryContext.RetryCount} of {context.RetryContext.MaxRetryCount}");
        throw new InvalidOperationException($"cannot read {blob.Name}");
    }

    [Function("Slow")]
    public async Task SlowAsync([BlobTrigger("%UNIQUE%/slow/{name}")] BlobClient blob, CancellationToken cancellationToken)
    {
        probe.Report($"slow {blob.Name} begins");
        await probe.Released.WaitAsync(cancellationToken);
        probe.Report($"slow {blob.Name} ends");
    }
}
