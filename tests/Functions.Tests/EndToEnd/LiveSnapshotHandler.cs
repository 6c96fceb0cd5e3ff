using System.Text.Json.Nodes;
using ServerlessSeg.Core.Resegmentation;
using ServerlessSeg.LocalHost.Drop;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Lets the first request after a run wait until the worker sees what is live: it remembers the pointer for some seconds.</summary>
internal sealed class LiveSnapshotHandler(ISnapshotStore store, Uri health) : DelegatingHandler(new TryAgainHandler())
{
    private volatile bool _isStale;

    /// <summary>A run has ended.</summary>
    public void Refresh() => _isStale = true;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        while (_isStale)
        {
            string? live = (await store.LiveAsync(cancellationToken))?.Run.ToString();
            using HttpResponseMessage answer = await base.SendAsync(new HttpRequestMessage(HttpMethod.Get, health), cancellationToken);
            if (!answer.IsSuccessStatusCode || (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["snapshot"] == live)
                _isStale = false;
            else
                await Task.Delay(50, cancellationToken);
        }
        return await base.SendAsync(request, cancellationToken);
    }
}
