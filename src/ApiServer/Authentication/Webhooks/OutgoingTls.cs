using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.ApiServer.Authentication.Webhooks;

/// <summary>Calls of the API server to those who help it to decide: issuers and webhooks.</summary>
internal static class OutgoingTls
{
    // More than any of them has to say of one request.
    private const int MaxAnswerBytes = 3 << 20;

    // Upstream: the client of OIDC issuers; client-go's for webhooks.
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    /// <param name="authorityPem">Who signs the other's certificate; empty for the system's authorities.</param>
    /// <param name="serverName">The name it is checked for; empty for the URL's.</param>
    /// <param name="certificate">What is shown to the other, asked for at each connection; null for nothing.</param>
    public static HttpMessageInvoker Invoker(string authorityPem, string serverName, Func<X509Certificate2?>? certificate) =>
        new(Handler(authorityPem, serverName, certificate));

    /// <inheritdoc cref="Invoker"/>
    public static SocketsHttpHandler Handler(string authorityPem, string serverName, Func<X509Certificate2?>? certificate)
    {
        var tls = new SslClientAuthenticationOptions { TargetHost = serverName.Length > 0 ? serverName : null };
        if (certificate is not null) tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate()!;
        if (authorityPem.Length > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPem(authorityPem);
            tls.CertificateChainPolicy = policy;
        }

        return new()
        {
            UseCookies = false,
            // Elsewhere may be inside the cluster's own network.
            AllowAutoRedirect = false,
            MaxResponseHeadersLength = 64,
            ConnectTimeout = s_timeout,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            SslOptions = tls,
        };
    }

    /// <summary>The whole of a good answer.</summary>
    /// <exception cref="HttpRequestException">There is none; with the status if there is another answer.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="IOException">It broke off, or is too long.</exception>
    public static async Task<byte[]> SendAsync(
        HttpMessageInvoker http, HttpRequestMessage request, TimeProvider time, CancellationToken cancel, int maxBytes = MaxAnswerBytes)
    {
        using var timeout = new CancellationTokenSource(s_timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            if (!response.IsSuccessStatusCode) throw new HttpRequestException($"the server answered {(int)response.StatusCode}", null, response.StatusCode);
            using var body = new MemoryStream();
            using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            var buffer = new byte[8192];
            while (await stream.ReadAsync(buffer, limit.Token) is var count and > 0)
            {
                body.Write(buffer, 0, count);
                if (body.Length > maxBytes) throw new IOException($"the answer is longer than {maxBytes} bytes");
            }

            return body.ToArray();
        }
        catch (HttpRequestException e) when (e.StatusCode is null && e.InnerException is { } cause)
        {
            throw new HttpRequestException(cause.Message, e);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {s_timeout.TotalSeconds:0} seconds");
        }
    }
}
