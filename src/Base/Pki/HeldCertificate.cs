using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Base.Pki;

/// <summary>A certificate with its key, ready for use. Never disposed of: connections may still have it.</summary>
/// <param name="Issued">As PEM.</param>
/// <param name="Certificate">With the key.</param>
/// <param name="Chain">The authorities between it and the root, where the file has them.</param>
public sealed record HeldCertificate(IssuedCertificate Issued, X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    public DateTimeOffset NotBefore => new(Certificate.NotBefore.ToUniversalTime(), TimeSpan.Zero);

    public DateTimeOffset NotAfter => new(Certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);

    /// <exception cref="System.Security.Cryptography.CryptographicException">They do not belong together.</exception>
    public static HeldCertificate Of(IssuedCertificate issued)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(issued.CertificatePem);
        if (chain.Count > 0) chain.RemoveAt(0);
        return new(issued, issued.ToX509(), chain);
    }
}
