using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessSeg.Core.Ingestion;
using ServerlessSeg.LocalHost.Commands;

namespace ServerlessSeg.LocalHost.Drop;

/// <summary>The app's HTTP API, as far as the drop command asks it.</summary>
internal sealed class AppApi : IDisposable
{
    private readonly HttpClient _client = new(new TryAgainHandler());
    private readonly LocalHostAddress _address;

    /// <summary>Asks the app at an address, with a key where it wants one.</summary>
    public AppApi(LocalHostAddress address, string? key)
    {
        _address = address;
        if (key is not null)
            _client.DefaultRequestHeaders.Add("x-functions-key", key);
    }

    /// <summary>The report of a batch.</summary>
    public async Task<BatchAnswer> BatchAsync(string batchId, CancellationToken cancellationToken) =>
        await _client.GetFromJsonAsync(_address.Route("batches/" + Uri.EscapeDataString(batchId)), AppApiJson.Default.BatchAnswer, cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidDataException($"The app says nothing of batch {batchId}.");

    /// <summary>Requests a run. Returns it, or why it is refused.</summary>
    public async Task<(RunAnswer? Run, string? Refusal)> StartRunAsync(string asOf, CancellationToken cancellationToken)
    {
        using var body = new StringContent(JsonSerializer.Serialize(new StartRun(asOf), AppApiJson.Default.StartRun), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _client.PostAsync(_address.Route("runs"), body, cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode)
            return (await answer.Content.ReadFromJsonAsync(AppApiJson.Default.RunAnswer, cancellationToken).ConfigureAwait(false), null);
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            answer.EnsureSuccessStatusCode();
        ProblemAnswer? problem = await answer.Content.ReadFromJsonAsync(AppApiJson.Default.ProblemAnswer, cancellationToken).ConfigureAwait(false);
        return (null, problem?.Detail ?? problem?.Title ?? $"The app answers {(int)answer.StatusCode}.");
    }

    /// <summary>A run as it is now.</summary>
    public async Task<RunAnswer> RunAsync(string id, CancellationToken cancellationToken) =>
        await _client.GetFromJsonAsync(_address.Route("runs/" + Uri.EscapeDataString(id)), AppApiJson.Default.RunAnswer, cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidDataException($"The app says nothing of run {id}.");

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}

/// <summary>Asks again where the host says that a function did not run, because the machine is too busy.</summary>
internal sealed class TryAgainHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    private const int MostTries = 30;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (int i = 1; ; i++)
        {
            HttpResponseMessage answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (i == MostTries || answer is not { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter.Delta: { } wait })
                return answer;
            answer.Dispose();
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>A batch, as <c>GET /batches/{id}</c> tells it.</summary>
internal sealed record BatchAnswer(
    string BatchId, string File, string Status, RowCounts Rows, IReadOnlyDictionary<string, long> RejectsByReason,
    IReadOnlyDictionary<string, long> LeftOut, IReadOnlyDictionary<string, decimal> LeftOutMoney, MoneyTotals Money, KindCounts Kinds, long Customers, MappingReport? Mapping, MappingFailure? Failure)
{
    /// <summary>Whether too many rows are refused.</summary>
    [JsonIgnore]
    public bool IsHeld => Status == "held";

    /// <summary>Whether nothing of it counts.</summary>
    [JsonIgnore]
    public bool IsRefused => Status is not ("committed" or "duplicate");
}

/// <summary>A run, as <c>GET /runs/{id}</c> tells it.</summary>
internal sealed record RunAnswer(string Id, string Status, string? Error);

/// <summary>A request of a run.</summary>
internal sealed record StartRun(string AsOf);

/// <summary>A refusal.</summary>
internal sealed record ProblemAnswer(string? Title, string? Detail);

/// <summary>Reads and writes these without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(StartRun))]
[JsonSerializable(typeof(ProblemAnswer))]
internal sealed partial class AppApiJson : JsonSerializerContext;
