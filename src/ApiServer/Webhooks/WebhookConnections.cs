using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.ApiServer.Webhooks;

/// <summary>
/// Connections to webhooks, kept open for the next request; those with the same address and authorities share them. Upstream:
/// <c>apiserver/pkg/util/webhook/client.go</c>.
/// </summary>
internal sealed class WebhookConnections(WebhookServices services) : IDisposable
{
    /// <summary>As upstream's cache; beyond it all begin anew, and what is open closes when it has been idle.</summary>
    private const int MostClients = 200;

    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, HttpMessageInvoker> _clients = new(StringComparer.Ordinal);

    public HttpMessageInvoker For(WebhookAddress address)
    {
        var key = $"{address.Place} {Convert.ToHexString(SHA256.HashData(address.Authorities.Span))}";
        if (_clients.TryGetValue(key, out var known)) return known;
        if (_clients.Count >= MostClients) _clients.Clear();
        return _clients.GetOrAdd(key, _ => Make(address));
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
    }

    private HttpMessageInvoker Make(WebhookAddress address)
    {
        var authorities = new X509Certificate2Collection();
        if (!address.Authorities.IsEmpty) authorities.ImportFromPem(System.Text.Encoding.UTF8.GetString(address.Authorities.Span));
        return new(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = s_connect,
            PooledConnectionIdleTimeout = s_idle,
            PooledConnectionLifetime = s_life,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            SslOptions = new() { RemoteCertificateValidationCallback = (_, shown, _, errors) => Verify(shown, errors, authorities) },
            ConnectCallback = async (context, cancel) => address.Service is { } service
                ? await ConnectAsync(await services.FindAsync(service.Namespace, service.Name, service.Port, cancel), cancel)
                : await ConnectAsync(context.DnsEndPoint, cancel),
        });
    }

    private static async ValueTask<Stream> ConnectAsync(EndPoint where, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(where, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            var shown = where is DnsEndPoint name ? $"{name.Host}:{name.Port}" : where.ToString();
            throw new IOException($"dial tcp {shown}: connect: {Describe(e)}");
        }
        catch (OperationCanceledException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Describe(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostUnreachable => "no route to host",
        SocketError.NetworkUnreachable => "network is unreachable",
        SocketError.TimedOut => "connection timed out",
        SocketError.HostNotFound => "no such host",
        _ => e.Message,
    };

    /// <summary>By the authorities given, or the system's when none are.</summary>
    private static bool Verify(X509Certificate? shown, SslPolicyErrors errors, X509Certificate2Collection authorities)
    {
        const string Failed = "tls: failed to verify certificate: x509: ";
        if (shown is not X509Certificate2 certificate) throw new AuthenticationException("tls: the server shows no certificate");
        if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            throw new AuthenticationException($"{Failed}certificate is not valid for the host it was asked for");
        if (authorities.Count == 0)
            return errors == SslPolicyErrors.None ? true : throw new AuthenticationException(Failed + "certificate signed by unknown authority");
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(certificate) ? true : throw new AuthenticationException(Failed + "certificate signed by unknown authority");
    }
}
