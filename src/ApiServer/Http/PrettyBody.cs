using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kybernet.ApiServer.Http;

/// <summary>
/// An answer that is read by people: what is written is kept until the request ends, and sent indented if it is JSON. Upstream:
/// <c>isPrettyPrint</c> of <c>endpoints/handlers/negotiation</c>.
/// </summary>
internal sealed class PrettyBody : IHttpResponseBodyFeature, IDisposable
{
    private static readonly string[] s_agents = ["curl", "Wget", "Mozilla/5.0"];

    private readonly HttpContext _http;
    private readonly IHttpResponseBodyFeature _client;
    private readonly MemoryStream _written = new();

    private PrettyBody(HttpContext http, IHttpResponseBodyFeature client)
    {
        _http = http;
        _client = client;
        Writer = PipeWriter.Create(_written, new(leaveOpen: true));
    }

    public Stream Stream => Writer.AsStream(leaveOpen: true);

    public PipeWriter Writer { get; }

    /// <summary>Takes the place of the response's body if the request wants it so; null when it does not.</summary>
    public static PrettyBody? For(HttpContext http, QueryParameters query)
    {
        if (!Wants(http, query)) return null;
        var body = new PrettyBody(http, http.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        http.Features.Set<IHttpResponseBodyFeature>(body);
        return body;
    }

    /// <summary>Whether the body of this response is one.</summary>
    public static bool Is(HttpContext http) => http.Features.Get<IHttpResponseBodyFeature>() is PrettyBody;

    /// <summary>Gives the response its own body back and sends what was written.</summary>
    public async ValueTask SendAsync()
    {
        await Writer.CompleteAsync();
        ReadOnlyMemory<byte> body = _written.ToArray();
        Dispose();
        if (body.IsEmpty) return;
        if (_http.Response.ContentType == ResponseForm.Json) body = JsonIndent.Of(body.Span);
        _http.Response.ContentLength = body.Length;
        await _http.Response.BodyWriter.WriteAsync(body, _http.RequestAborted);
    }

    /// <summary>Gives the response its own body back; what was written and not sent is dropped.</summary>
    public void Dispose()
    {
        _http.Features.Set(_client);
        _written.Dispose();
    }

    public void DisableBuffering()
    {
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public Task CompleteAsync() => Task.CompletedTask;

    private static bool Wants(HttpContext http, QueryParameters query)
    {
        if (query["pretty"] is { Length: > 0 } asked) return asked is "1" or "t" or "T" or "TRUE" or "true" or "True";
        var agent = http.Request.Headers.UserAgent.ToString();
        return s_agents.Any(start => agent.StartsWith(start, StringComparison.Ordinal));
    }
}
