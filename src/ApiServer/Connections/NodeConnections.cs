using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Connections;

/// <summary>
/// Where kubelets are, and the connections to them and to pods. Upstream: <c>NodeConnectionInfoGetter</c> in <c>pkg/kubelet/client</c>.
/// </summary>
internal sealed class NodeConnections : IDisposable
{
    // Upstream: the dialer of kubelet clients.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(90);

    // Long before a certificate that was renewed expires.
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(10);

    private readonly KubeletClientOptions _options;

    public NodeConnections(KubeletClientOptions options)
    {
        _options = options;
        var certificate = options.CurrentCertificate ?? (options.Certificate is { } fixedOne ? () => fixedOne : null);
        Verifying = Invoker(certificate, options.Authorities);
        NotVerifying = Invoker(certificate, []);
        Plain = Invoker(null, []);
    }

    /// <summary>To kubelets, whose certificates are verified if their authority is known.</summary>
    public HttpMessageInvoker Verifying { get; }

    /// <summary>To kubelets a user wants to reach whatever certificate they have.</summary>
    public HttpMessageInvoker NotVerifying { get; }

    /// <summary>To pods and services: shows nothing of the API server's.</summary>
    public HttpMessageInvoker Plain { get; }

    /// <summary>The kubelet of a node.</summary>
    public async ValueTask<Outcome<KubeletAddress>> FindAsync(Resource nodes, string name, CancellationToken cancel)
    {
        var read = await ObjectReader.GetAsync(nodes, "", name, "", cancel);
        if (!read.TryGet(out var stored, out var error)) return error;
        var status = ((Node)stored.Value).Status;
        foreach (var type in _options.PreferredAddressTypes)
        {
            foreach (var address in status.Addresses)
            {
                if (address.Type != type) continue;
                var port = status.DaemonEndpoints.KubeletEndpoint.Port;
                return new KubeletAddress(address.Address, port > 0 ? port : _options.Port, status.DeclaredFeatures.Contains(KubeletAddress.TakesWebSockets));
            }
        }

        var known = string.Join(' ', status.Addresses.Select(static one => $"{{{one.Type} {one.Address}}}"));
        return Failures.Plain($"no preferred addresses found; known addresses: [{known}]");
    }

    public void Dispose()
    {
        Verifying.Dispose();
        NotVerifying.Dispose();
        Plain.Dispose();
    }

    private static HttpMessageInvoker Invoker(Func<X509Certificate2>? certificate, X509Certificate2Collection authorities)
    {
        var tls = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = Verifier(authorities) };
        if (certificate is not null) tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate();
        return new(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionIdleTimeout = IdleTimeout,
            PooledConnectionLifetime = ConnectionLife,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            SslOptions = tls,
        });
    }

    private static RemoteCertificateValidationCallback Verifier(X509Certificate2Collection authorities)
    {
#pragma warning disable CA5359 // Upstream's default: without an authority to verify kubelets by, any certificate is taken.
        if (authorities.Count == 0) return static (_, _, _, _) => true;
#pragma warning restore CA5359
        return (_, certificate, _, errors) =>
        {
            if (certificate is not X509Certificate2 shown || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.DisableCertificateDownloads = true;
            return chain.Build(shown);
        };
    }
}
