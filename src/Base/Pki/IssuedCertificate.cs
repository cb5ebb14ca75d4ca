using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Base.Pki;

/// <summary>A certificate and its private key, in PEM. The key is a secret: files with it have mode 0600.</summary>
public sealed record IssuedCertificate(string CertificatePem, string KeyPem)
{
    /// <summary>Both together, for a TLS connection.</summary>
    public X509Certificate2 ToX509() => X509Certificate2.CreateFromPem(CertificatePem, KeyPem);

    /// <summary>Without the key.</summary>
    public override string ToString() => nameof(IssuedCertificate);
}
