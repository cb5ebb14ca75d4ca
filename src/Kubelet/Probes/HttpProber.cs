using System.Net;
using System.Net.Security;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Probes;

/// <summary>HTTP probes and hooks: any answer of 200 to 399 is a success; certificates are not checked.</summary>
/// <remarks>Upstream: pkg/probe/http.</remarks>
internal sealed class HttpProber : IDisposable
{
    private const int LongestBody = 10 * 1024;

    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly string _agent;

    public HttpProber(string version, TimeProvider time)
    {
        _time = time;
        _agent = $"kube-probe/{version.TrimStart('v').Split('.') switch { [var major, var minor, ..] => $"{major}.{minor}", _ => version }}";
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.Zero,
            AutomaticDecompression = DecompressionMethods.None,
            SslOptions = new SslClientAuthenticationOptions
            {
#pragma warning disable CA5359 // Probes ask whether a server answers, not who it is: as upstream, no certificate is checked.
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
            },
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<(ProbeResult Result, string Message)> ProbeAsync(HTTPGetAction get, string host, int port, TimeSpan timeout, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        var shownHost = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        var path = get.Path.StartsWith('/') ? get.Path : "/" + get.Path;
        var address = $"{(get.Scheme == URIScheme.HTTPS ? "https" : "http")}://{shownHost}:{port}{path}";
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            foreach (var header in get.HttpHeaders.ToArray())
            {
                if (header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)) request.Headers.Host = header.Value;
                else request.Headers.TryAddWithoutValidation(header.Name, header.Value);
            }

            if (!request.Headers.Contains("User-Agent")) request.Headers.TryAddWithoutValidation("User-Agent", _agent);
            if (!request.Headers.Contains("Accept")) request.Headers.TryAddWithoutValidation("Accept", "*/*");
            request.Headers.ConnectionClose = true;
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var code = (int)answer.StatusCode;
            if (code is >= 200 and < 400) return (ProbeResult.Success, await BodyAsync(answer, either.Token));
            return (ProbeResult.Failure, $"HTTP probe failed with statuscode: {code}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException)
        {
            return (ProbeResult.Failure, $"Get \"{address}\": {e.InnerException?.Message ?? e.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (ProbeResult.Failure, $"Get \"{address}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<string> BodyAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[LongestBody];
        var read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read);
    }
}
