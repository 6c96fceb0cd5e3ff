using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host.Config;

namespace ServerlessSeg.LocalHost.Blobs;

/// <summary>Hands events to the blobs extension, through the handler that Azure's host calls for requests to <c>/runtime/webhooks/blobs</c>.</summary>
internal sealed class BlobEvents(IEnumerable<IExtensionConfigProvider> extensions)
{
    private readonly IAsyncConverter<HttpRequestMessage, HttpResponseMessage> _handler =
        extensions.OfType<IAsyncConverter<HttpRequestMessage, HttpResponseMessage>>().Single();

    /// <summary>Posts an event to a function.</summary>
    public async Task PostAsync(string functionId, BlobEvent told, CancellationToken cancellationToken)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes([told], BlobEventJson.Default.BlobEventArray);
        using HttpResponseMessage answer = await HandleAsync(functionId, "Notification", body, cancellationToken).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Passes a request of Event Grid on.</summary>
    public async Task<HttpResponseMessage> HandleAsync(string functionId, string? eventType, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://localhost/runtime/webhooks/blobs?functionName={Uri.EscapeDataString(functionId)}");
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = Encoding.UTF8.WebName };
        if (eventType is not null)
            request.Headers.Add("aeg-event-type", eventType);
        return await _handler.ConvertAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
