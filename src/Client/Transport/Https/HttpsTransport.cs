using System.Net;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Kybernet.Client.Streams.Upgrades;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Transport.Https;

/// <summary>Calls an API server elsewhere. Protobuf where the server speaks it, JSON otherwise; HTTP/2 where it can.</summary>
/// <remarks>Upstream: client-go/rest. A server that cannot be reached is no answer: it throws, as the members say.</remarks>
/// <exception cref="HttpRequestException">The server cannot be reached.</exception>
/// <exception cref="TimeoutException">The answer took too long.</exception>
public sealed class HttpsTransport(ServerConnection connection, Scheme scheme, KindNames names, TimeProvider time) : IApiTransport, IDisposable
{
    private const int PageSize = 500;

    private readonly HttpSender _sender = new(connection, time);
    private readonly DecodeOptions _decoding = DecodeOptions.Sharing();
    private readonly string _base = connection.Server.AbsoluteUri.TrimEnd('/');

    private ObjectBytes Objects => field ??= new(scheme, _decoding);

    public async ValueTask<ApiResult<IObject>> SendAsync(ApiCall call, CancellationToken cancel)
    {
        var answer = await ExchangeAsync(() => Request(call, ApiPaths.Of(call), Accept(call, "PartialObjectMetadata")), call, cancel);
        if (!answer.TryGet(out var bytes, out var error)) return error;
        var value = Objects.Read(bytes);
        if (value is not Status status) return ApiResult<IObject>.Ok((IObject)value);
        if (status.ToError() is { } failed) return failed;
        if (call.Verb != ApiVerb.Delete && call.Body is { } sent) return ApiResult<IObject>.Ok(sent);
        var metadata = ObjectMeta.Empty with { Namespace = call.Namespace, Name = call.Name, Uid = status.Details?.Uid ?? "" };
        return ApiResult<IObject>.Ok(Objects.Named(names.KindOf(call.Resource), metadata));
    }

    public async ValueTask<ApiResult<ApiList<IObject>>> ListAsync(ApiCall call, CancellationToken cancel)
    {
        // What the server's cache may answer, it answers whole; what it reads from the store comes in pieces.
        var limit = call is { Verb: ApiVerb.List, ResourceVersion: "" } ? PageSize : 0;
        var items = new List<IObject>();
        var token = "";
        while (true)
        {
            var path = ApiPaths.Of(call, isWatch: false, limit, token);
            var answer = await ExchangeAsync(() => Request(call, path, Accept(call, "PartialObjectMetadataList")), call, cancel);
            if (!answer.TryGet(out var bytes, out var error))
            {
                if (token.Length == 0 || !error.IsResourceExpired) return error;
                // The state the pieces were cut from is gone: everything anew, in one piece.
                (token, limit) = ("", 0);
                items.Clear();
                continue;
            }

            var metadata = Objects.ReadList(bytes, items);
            token = metadata.Continue;
            if (token.Length == 0) return new ApiList<IObject>(items, metadata.ResourceVersion);
        }
    }

    public async IAsyncEnumerable<WatchNotice<IObject>> WatchAsync(ApiCall call, [EnumeratorCancellation] CancellationToken cancel)
    {
        var path = ApiPaths.Of(call, isWatch: true);
        var accept = Accept(call, "PartialObjectMetadata", isStream: true);
        using var response = await _sender.SendAsync(() => Request(call, path, accept), cancel);
        if (!response.IsSuccessStatusCode) throw new ApiException(await ErrorAnswers.ReadAsync(Objects, response, call, cancel));
        var isProtobuf = response.Content.Headers.ContentType?.MediaType == ObjectBytes.Protobuf;
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        await foreach (var notice in new WatchFrames(Objects, _decoding).ReadAsync(stream, isProtobuf, cancel)) yield return notice;
    }

    /// <summary>A request that is no call: <c>/version</c>, a pod's log. The caller disposes the answer, whatever its status.</summary>
    /// <param name="method">How.</param>
    /// <param name="path">With its query, from the server's root: <c>/api/v1/namespaces/…/log?follow=true</c>.</param>
    /// <param name="accept">The media types taken; empty for any.</param>
    /// <param name="body">What is sent; null for nothing. Made anew for each try.</param>
    /// <param name="cancel">Gives up.</param>
    public Task<HttpResponseMessage> RequestAsync(
        HttpMethod method, string path, string accept, Func<HttpContent>? body, CancellationToken cancel) =>
        _sender.SendAsync(() => Request(method, path, accept, body?.Invoke()), cancel);

    /// <summary>The whole body of a GET.</summary>
    public async ValueTask<ApiResult<byte[]>> ReadAsync(string path, string accept, CancellationToken cancel)
    {
        using var response = await RequestAsync(HttpMethod.Get, path, accept, null, cancel);
        if (!response.IsSuccessStatusCode) return await ErrorAnswers.ReadAsync(Objects, response, null, cancel);
        return await response.Content.ReadAsByteArrayAsync(cancel);
    }

    /// <summary>The body of a GET as it comes: logs.</summary>
    public async ValueTask<ApiResult<Stream>> OpenAsync(string path, CancellationToken cancel)
    {
        var response = await RequestAsync(HttpMethod.Get, path, "", null, cancel);
        if (response.IsSuccessStatusCode) return ApiResult<Stream>.Ok(await response.Content.ReadAsStreamAsync(cancel));
        using (response) return await ErrorAnswers.ReadAsync(Objects, response, null, cancel);
    }

    /// <summary>Turns a request into a WebSocket: exec, attach, port-forward.</summary>
    /// <param name="path">With its query, from the server's root.</param>
    /// <param name="protocols">Most wanted first: <c>v5.channel.k8s.io</c>.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="WebSocketException">The server refused; the message has the status.</exception>
    public async Task<WebSocket> ConnectAsync(string path, IReadOnlyList<string> protocols, CancellationToken cancel)
    {
        var socket = new ClientWebSocket();
        foreach (var protocol in protocols) socket.Options.AddSubProtocol(protocol);
        foreach (var (name, value) in await _sender.HeadersAsync(cancel)) socket.Options.SetRequestHeader(name, value);
        await socket.ConnectAsync(new Uri("ws" + (_base + path)["http".Length..]), _sender.Invoker, cancel);
        return socket;
    }

    /// <summary>Turns a request into a SPDY connection: port-forward. .NET's WebSocket cannot ask for the tunnel that kubectl asks for first.</summary>
    /// <param name="path">From the server's root.</param>
    /// <param name="protocol">What is spoken inside.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<ApiResult<Stream>> UpgradeAsync(string path, string protocol, CancellationToken cancel)
    {
        var response = await _sender.SendAsync(() => BackendCall.SpdyRequest(new(_base + path), [protocol]), cancel);
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols) return ApiResult<Stream>.Ok(await response.Content.ReadAsStreamAsync(cancel));
        using (response) return await ErrorAnswers.ReadAsync(Objects, response, null, cancel);
    }

    public void Dispose() => _sender.Dispose();

    private async ValueTask<ApiResult<byte[]>> ExchangeAsync(Func<HttpRequestMessage> make, ApiCall call, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(connection.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            using var response = await _sender.SendAsync(make, both.Token);
            if (!response.IsSuccessStatusCode) return await ErrorAnswers.ReadAsync(Objects, response, call, both.Token);
            return await response.Content.ReadAsByteArrayAsync(both.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"the server did not answer in {connection.Timeout}: {call.Verb} {call.Resource}", e);
        }
    }

    private HttpRequestMessage Request(ApiCall call, string path, string accept)
    {
        var method = call.Verb switch
        {
            ApiVerb.Create => HttpMethod.Post,
            ApiVerb.Update => HttpMethod.Put,
            ApiVerb.Apply or ApiVerb.Patch => HttpMethod.Patch,
            ApiVerb.Delete or ApiVerb.DeleteCollection => HttpMethod.Delete,
            _ => HttpMethod.Get,
        };
        return Request(method, path, accept, CallBodies.Of(call));
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string accept, HttpContent? body)
    {
        var request = new HttpRequestMessage(method, _base + path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = body,
        };
        if (accept.Length > 0) request.Headers.TryAddWithoutValidation("Accept", accept);
        return request;
    }

    /// <summary>Protobuf of group-versions the program knows; others' kinds it could not read from it.</summary>
    private string Accept(ApiCall call, string metadataKind, bool isStream = false)
    {
        var stream = isStream ? ";stream=watch" : "";
        if (call.IsMetadataOnly && call.Verb is ApiVerb.Get or ApiVerb.List)
        {
            var form = $";as={metadataKind};g=meta.k8s.io;v=v1";
            return $"{ObjectBytes.Protobuf}{form}{stream},{ObjectBytes.Json}{form}{stream},{ObjectBytes.Json}{stream}";
        }

        var isKnown = names.KindOf(call.Resource) is not null && call.Body is not DynamicObject;
        return isKnown ? $"{ObjectBytes.Protobuf}{stream},{ObjectBytes.Json}{stream}" : ObjectBytes.Json + stream;
    }
}
