using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServerlessSeg.StorageFaults.Proxy;

/// <summary>
/// Stands in front of a storage emulator on this machine, records every request and disturbs those that a plan names. The account's name is
/// part of the path, and the name of the host is not signed: so requests pass with their signatures.
/// </summary>
public sealed class StorageProxy : IAsyncDisposable
{
    private static readonly TimeSpan SlowReply = TimeSpan.FromMilliseconds(500);

    // The hop between two machines, which each of them says for itself.
    private static readonly HashSet<string> HopHeaders = new(StringComparer.OrdinalIgnoreCase) { "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Expect" };

    private readonly ConcurrentDictionary<string, AccountTraffic> _traffic = new(StringComparer.Ordinal);
    private readonly HttpMessageInvoker _onward = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
    private readonly WebApplication _app;
    private readonly TimeProvider _clock;
    private readonly Dictionary<int, (StorageService Service, int Port)> _ways = [];

    private StorageProxy(TimeProvider clock)
    {
        _clock = clock;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            foreach (StorageService _ in Enum.GetValues<StorageService>())
                kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Where it listens.</summary>
    public StoragePorts Ports { get; private set; } = new(0, 0, 0);

    /// <summary>Starts it on free ports.</summary>
    /// <param name="emulator">Where the emulator listens.</param>
    /// <param name="clock">Its clock, for slow replies.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    public static async Task<StorageProxy> StartAsync(StoragePorts emulator, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        var proxy = new StorageProxy(clock);
        await proxy._app.StartAsync(cancellationToken).ConfigureAwait(false);
        int[] ports = [.. proxy._app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(static address => new Uri(address).Port)];
        proxy.Ports = new StoragePorts(ports[0], ports[1], ports[2]);
        proxy._ways[ports[0]] = (StorageService.Blob, emulator.Blob);
        proxy._ways[ports[1]] = (StorageService.Queue, emulator.Queue);
        proxy._ways[ports[2]] = (StorageService.Table, emulator.Table);
        return proxy;
    }

    /// <summary>The traffic of an account.</summary>
    public AccountTraffic Of(string account) => _traffic.GetOrAdd(account, static _ => new AccountTraffic());

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        _onward.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            await PassAsync(context).ConfigureAwait(false);
        }
        catch (HttpRequestException broken)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            await context.Response.WriteAsync($"The emulator behind the proxy does not answer: {broken.Message} {broken.InnerException?.Message}", context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task PassAsync(HttpContext context)
    {
        (StorageService service, int port) = _ways[context.Connection.LocalPort];
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        // Read whole before it counts, so that a request that was sent twice is the same twice.
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        var parsed = StorageRequest.Parse(service, context.Request.Method, target);
        (StorageRequest request, FaultKind? fault) = Of(parsed.Account).Take(parsed);
        switch (fault)
        {
            case FaultKind.Cut:
                context.Abort();
                return;
            case FaultKind.Unavailable or FaultKind.ConditionNotMet or FaultKind.Conflict:
                await MadeUpReply.WriteAsync(context, request, fault.Value).ConfigureAwait(false);
                return;
            case FaultKind.Slow:
                await Task.Delay(SlowReply, _clock, context.RequestAborted).ConfigureAwait(false);
                break;
            case FaultKind.Doubled:
                (await SendAsync(context, port, target, body).ConfigureAwait(false)).Dispose();
                break;
        }
        using HttpResponseMessage reply = await SendAsync(context, port, target, body).ConfigureAwait(false);
        if (fault is FaultKind.LostReply)
            context.Abort();
        else
            await ReplyAsync(context, reply, isCut: fault is FaultKind.CutReply).ConfigureAwait(false);
    }

    // Once it is on its way it is carried out, even if the sender is gone meanwhile.
    private async Task<HttpResponseMessage> SendAsync(HttpContext context, int port, string target, MemoryStream body)
    {
        var uri = new Uri($"http://127.0.0.1:{port}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var message = new HttpRequestMessage(new HttpMethod(context.Request.Method), uri) { Content = new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length) };
        if (body.Length == 0 && context.Request.ContentLength is null && context.Request.Headers.TransferEncoding.Count == 0)
            message.Content = null;
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in context.Request.Headers)
        {
            if (!HopHeaders.Contains(name) && !message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                message.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }
        return await _onward.SendAsync(message, CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task ReplyAsync(HttpContext context, HttpResponseMessage reply, bool isCut)
    {
        byte[] content = await reply.Content.ReadAsByteArrayAsync(CancellationToken.None).ConfigureAwait(false);
        context.Response.StatusCode = (int)reply.StatusCode;
        foreach ((string name, IEnumerable<string> values) in reply.Headers.Concat(reply.Content.Headers))
        {
            if (!HopHeaders.Contains(name))
                context.Response.Headers[name] = values.ToArray();
        }
        if (isCut && content.Length < 2)
        {
            context.Abort();
            return;
        }
        if (content.Length > 0)
        {
            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content.AsMemory(0, isCut ? content.Length / 2 : content.Length), context.RequestAborted).ConfigureAwait(false);
        }
        if (isCut)
        {
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            context.Abort();
        }
    }

    /// <summary>Ctrl-C ends the program, and not the proxy alone while the program goes on without it.</summary>
    private sealed class OwnersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
