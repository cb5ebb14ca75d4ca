using System.Net.Security;
using Kybernet.Base.Pki;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>What TLS connections are begun with: made once a certificate, not once a connection.</summary>
internal sealed class ServingContext(KeptCertificate certificate)
{
    private Made? _made;

    public SslStreamCertificateContext Get()
    {
        var current = certificate.Current;
        if (Volatile.Read(ref _made) is { } made && ReferenceEquals(made.Of, current)) return made.Context;
        var context = SslStreamCertificateContext.Create(current.Certificate, current.Chain, offline: true);
        Volatile.Write(ref _made, new(current, context));
        return context;
    }

    private sealed record Made(HeldCertificate Of, SslStreamCertificateContext Context);
}
