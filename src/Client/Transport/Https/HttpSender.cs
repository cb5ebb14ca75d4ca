using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Client.Transport.Https;

/// <summary>Sends requests: TLS, who is calling, the rate limit, and trying again where that is safe.</summary>
/// <remarks>
/// Tried again, as client-go does: an answer 429 or 5xx that names a time to wait (<c>Retry-After</c>), up to ten times; a read whose
/// connection broke, up to three times; any call once after 401 where the credential can be renewed.
/// </remarks>
internal sealed class HttpSender : IDisposable
{
    private const int MaxRetries = 10;
    private const int MaxReconnects = 3;
    private static readonly TimeSpan s_reconnectPause = TimeSpan.FromMilliseconds(100);

    private readonly ServerConnection _connection;
    private readonly TimeProvider _time;
    private readonly RateLimit _limit;
    private readonly HttpMessageInvoker _http;
    private X509Certificate2? _certificate;

    public HttpSender(ServerConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _limit = new(connection.Qps, connection.Burst, time);
        _http = new(new SocketsHttpHandler
        {
            SslOptions = Tls(connection),
            Proxy = connection.Proxy is { } proxy ? new WebProxy(proxy) : null,
            UseProxy = connection.Proxy is not null,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            EnableMultipleHttp2Connections = true,
            // A connection whose other end is gone without a word is found out (upstream: HTTP2_READ_IDLE_TIMEOUT_SECONDS, …PING…).
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            ConnectTimeout = TimeSpan.FromSeconds(30),
        });
    }

    /// <summary>For protocols that begin as a request.</summary>
    public HttpMessageInvoker Invoker => _http;

    public void Dispose() => _http.Dispose();

    /// <param name="make">The request, anew for each try.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The answer, its body still to be read.</returns>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, CancellationToken cancel)
    {
        var (retries, reconnects, wasRefused) = (0, 0, false);
        while (true)
        {
            await _limit.WaitAsync(cancel);
            using var request = make();
            await IdentifyAsync(request, cancel);
            HttpResponseMessage response;
            try
            {
                response = await _http.SendAsync(request, cancel);
            }
            catch (HttpRequestException) when (request.Method == HttpMethod.Get && reconnects++ < MaxReconnects)
            {
                await Task.Delay(s_reconnectPause, _time, cancel);
                continue;
            }

            if (response.StatusCode == HttpStatusCode.Unauthorized && !wasRefused)
            {
                wasRefused = true;
                _connection.Credentials.Invalidate();
                var next = await _connection.Credentials.GetAsync(cancel);
                // The same again would be refused again.
                if (next.Authorization == (request.Headers.Authorization?.ToString() ?? "")) return response;
            }
            else if (RetryAfter(response) is { } wait && retries++ < MaxRetries)
            {
                response.Dispose();
                await Task.Delay(wait, _time, cancel);
                continue;
            }
            else
            {
                return response;
            }

            response.Dispose();
        }
    }

    /// <summary>Adds who is calling.</summary>
    public async ValueTask IdentifyAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        foreach (var (name, value) in await HeadersAsync(cancel)) request.Headers.TryAddWithoutValidation(name, value);
    }

    public async ValueTask<IReadOnlyList<(string Name, string Value)>> HeadersAsync(CancellationToken cancel)
    {
        var credential = await _connection.Credentials.GetAsync(cancel);
        _certificate = credential.Certificate;
        var headers = new List<(string, string)> { ("User-Agent", _connection.UserAgent) };
        if (credential.Authorization.Length > 0) headers.Add(("Authorization", credential.Authorization));
        if (_connection.Impersonate is not { } other) return headers;
        headers.Add(("Impersonate-User", other.User));
        if (other.Uid.Length > 0) headers.Add(("Impersonate-Uid", other.Uid));
        headers.AddRange(other.Groups.Select(static group => ("Impersonate-Group", group)));
        return headers;
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var code = (int)response.StatusCode;
        return code is 429 or >= 500 ? response.Headers.RetryAfter?.Delta : null;
    }

    private SslClientAuthenticationOptions Tls(ServerConnection connection)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = connection.TlsServerName.Length > 0 ? connection.TlsServerName : null };
        tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => _certificate!;
#pragma warning disable CA5359 // The user asked for it in so many words: insecure-skip-tls-verify.
        if (connection.SkipsVerification) tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        if (connection.AuthorityPem.Length == 0) return tls;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(connection.AuthorityPem);
        tls.CertificateChainPolicy = policy;
        return tls;
    }
}
