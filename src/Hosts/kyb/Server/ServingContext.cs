using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Pki;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>What TLS connections are begun with: made once a certificate, not once a connection.</summary>
internal sealed class ServingContext(KeptCertificate certificate, Func<X509Certificate2Collection> trusted)
{
    private Made? _made;

    public SslStreamCertificateContext Get()
    {
        var (current, authorities) = (certificate.Current, trusted());
        if (Volatile.Read(ref _made) is { } made && ReferenceEquals(made.Of, current) && ReferenceEquals(made.Trusted, authorities)) return made.Context;
        // Clients are told whose certificates are taken, as upstream does: some choose theirs by it.
        var trust = SslCertificateTrust.CreateForX509Collection(authorities, sendTrustInHandshake: true);
        var context = SslStreamCertificateContext.Create(current.Certificate, current.Chain, offline: true, trust);
        Volatile.Write(ref _made, new(current, authorities, context));
        return context;
    }

    private sealed record Made(HeldCertificate Of, X509Certificate2Collection Trusted, SslStreamCertificateContext Context);
}
