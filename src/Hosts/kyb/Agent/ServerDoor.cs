using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Base.Pki;
using Kybernet.Client;
using Kybernet.Client.Transport.Https;
using Kybernet.Hosts.Kyb.Joining;
using Kybernet.Machinery.Objects;

namespace Kybernet.Hosts.Kyb.Agent;

/// <summary>The ways to one API server over HTTPS, as different users. Owns the connections.</summary>
internal sealed class ServerDoor(Uri server, TimeProvider time) : IDisposable
{
    private readonly Scheme _scheme = ApiScheme.Create();
    private readonly List<HttpsTransport> _opened = [];

    public KindNames Names { get; } = new(ApiSchema.Create());

    public HttpsTransport As(IssuedCertificate certificate, string authorityPem) =>
        Open(new() { Server = server, AuthorityPem = authorityPem, Credentials = new FixedCredential(new("", certificate.ToX509())) });

    public HttpsTransport With(BootstrapToken token, string authorityPem) =>
        Open(new() { Server = server, AuthorityPem = authorityPem, Credentials = new FixedCredential(new($"Bearer {token}", null)) });

    /// <summary>The server's authority, which it tells anybody and which is believed only if its public key has the hash.</summary>
    /// <param name="hash"><c>sha256:HEX</c>.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IOException">It tells none, or another.</exception>
    public async Task<string> AuthorityAsync(string hash, CancellationToken cancel)
    {
        // Nothing secret is said before the answer is verified.
        using var stranger = new HttpsTransport(new() { Server = server, SkipsVerification = true }, _scheme, Names, time);
        var client = new ApiClient(stranger, Names, "kyb");
        var read = await client.GetAsync<ConfigMap>(new("kube-public", JoinFacts.ClusterInfo), cancel);
        if (!read.TryGet(out var info, out var error)) throw new IOException($"the server does not tell its authority: {error.Message}");
        var pem = JoinFacts.AuthorityOf(info);
        if (HashOf(pem) != hash) throw new IOException($"the server's authority has the hash {HashOf(pem)} and not {hash}: this is another cluster");
        return pem;
    }

    /// <summary>As kubeadm's <c>--discovery-token-ca-cert-hash</c>.</summary>
    public static string HashOf(string authorityPem)
    {
        using var certificate = X509Certificate2.CreateFromPem(authorityPem);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    public void Dispose()
    {
        foreach (var transport in _opened) transport.Dispose();
    }

    private HttpsTransport Open(ServerConnection connection)
    {
        var transport = new HttpsTransport(connection, _scheme, Names, time);
        _opened.Add(transport);
        return transport;
    }
}
