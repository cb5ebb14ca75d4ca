using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Pki;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.Certificates;

/// <summary>The cluster's authority as it signs requests.</summary>
/// <remarks>Upstream: certificates/authority with its PermissiveSigningPolicy.</remarks>
public sealed class CertificateSigner : IDisposable
{
    // Clocks of clients may be behind.
    private static readonly TimeSpan s_backdate = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_short = TimeSpan.FromHours(8);
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(10);

    private readonly X509Certificate2 _authority;
    private readonly AsymmetricAlgorithm _key;
    private readonly TimeSpan _longest;

    /// <exception cref="CryptographicException">The PEM is wrong, or the key is not the certificate's.</exception>
    public CertificateSigner(IssuedCertificate authority, TimeSpan longest)
    {
        _authority = authority.ToX509();
        _key = (AsymmetricAlgorithm?)_authority.GetECDsaPrivateKey() ?? _authority.GetRSAPrivateKey()
            ?? throw new CryptographicException("the authority's key is neither ECDSA nor RSA");
        _longest = longest;
    }

    /// <summary>Signs.</summary>
    /// <param name="request">Its subject and names become the certificate's; what else it asks for does not.</param>
    /// <param name="usages">What the certificate is for.</param>
    /// <param name="seconds">How long it should live; null for as long as it may.</param>
    /// <param name="now">Now.</param>
    /// <param name="pem">The certificate.</param>
    /// <returns>Empty, or why it was not signed.</returns>
    public string Sign(SigningRequest request, ListOf<string> usages, int? seconds, DateTimeOffset now, out string pem)
    {
        pem = "";
        if (KeyUsages.Read(usages, out var basic, out var extended) is { Length: > 0 } wrong) return wrong;
        var end = new DateTimeOffset(_authority.NotAfter);
        if (now >= end) return $"refusing to sign a certificate that expired in the past: NotAfter={end:O}";
        var life = LifeOf(seconds);
        var until = life < s_short ? now + life : now + life - s_backdate;
        if (until > end) until = end;

        var made = new CertificateRequest(request.Subject, request.PublicKey, Hash());
        if (basic != X509KeyUsageFlags.None) made.CertificateExtensions.Add(new X509KeyUsageExtension(basic, true));
        if (extended.Count > 0) made.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(extended, false));
        made.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        if (_authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any())
            made.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        if (request.Names.Encoded.Count > 0) made.CertificateExtensions.Add(request.Names.ToExtension(request.Subject.Name.Length == 0));
        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7f;
        using var signed = made.Create(_authority.SubjectName, Generator(), now - s_backdate, until, serial);
        pem = signed.ExportCertificatePem() + "\n";
        return "";
    }

    public void Dispose()
    {
        _key.Dispose();
        _authority.Dispose();
    }

    private TimeSpan LifeOf(int? seconds)
    {
        if (seconds is not { } asked || TimeSpan.FromSeconds(asked) > _longest) return _longest;
        return TimeSpan.FromSeconds(asked) < s_least ? s_least : TimeSpan.FromSeconds(asked);
    }

    private HashAlgorithmName Hash() => _key is ECDsa { KeySize: var size }
        ? size > 384 ? HashAlgorithmName.SHA512 : size > 256 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256
        : HashAlgorithmName.SHA256;

    private X509SignatureGenerator Generator() =>
        _key is RSA rsa ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1) : X509SignatureGenerator.CreateForECDsa((ECDsa)_key);
}
