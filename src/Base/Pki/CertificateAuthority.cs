using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Base.Pki;

/// <summary>A certificate authority of the cluster: makes itself and issues certificates. Keys are ECDSA P-256.</summary>
public sealed class CertificateAuthority
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    // Clocks of clients may be behind.
    private static readonly TimeSpan Backdating = TimeSpan.FromMinutes(5);

    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _time;

    private CertificateAuthority(X509Certificate2 certificate, TimeProvider time)
    {
        _certificate = certificate;
        _time = time;
    }

    public string CertificatePem => _certificate.ExportCertificatePem();

    public string KeyPem => _certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    /// <summary>The certificate alone, to trust.</summary>
    public X509Certificate2 Certificate => X509CertificateLoader.LoadCertificate(_certificate.RawDataMemory.Span);

    public static CertificateAuthority Create(string commonName, TimeSpan life, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        return new(request.CreateSelfSigned(now - Backdating, now + life), time);
    }

    public static CertificateAuthority Load(string certificatePem, string keyPem, TimeProvider time) =>
        new(X509Certificate2.CreateFromPem(certificatePem, keyPem), time);

    /// <summary>The certificate was signed by this authority, whether or not it is valid by now.</summary>
    public bool HasIssued(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate);
    }

    /// <summary>A certificate as the profile says.</summary>
    public IssuedCertificate Issue(CertificateProfile profile, TimeSpan life) => profile.IsServing
        ? IssueServer(profile.CommonName, profile.DnsNames, profile.Addresses, life)
        : IssueClient(profile.CommonName, profile.Organizations, life);

    /// <summary>A certificate of a server for these names and addresses.</summary>
    public IssuedCertificate IssueServer(string commonName, IEnumerable<string> dnsNames, IEnumerable<IPAddress> addresses, TimeSpan life)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames) names.AddDnsName(name);
        foreach (var address in addresses) names.AddIpAddress(address);
        return Issue(Name(commonName, []), ServerAuth, names.Build(), life);
    }

    /// <summary>A certificate of a client: user name and groups, as x509 authentication reads them.</summary>
    public IssuedCertificate IssueClient(string user, IEnumerable<string> groups, TimeSpan life) => Issue(Name(user, groups), ClientAuth, null, life);

    private IssuedCertificate Issue(X500DistinguishedName subject, string usage, X509Extension? names, TimeSpan life)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        if (names is not null) request.CertificateExtensions.Add(names);
        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7f;
        var now = _time.GetUtcNow();
        var end = now + life;
        if (end > _certificate.NotAfter) end = _certificate.NotAfter;
        using var issued = request.Create(_certificate, now - Backdating, end, serial);
        return new(issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static X500DistinguishedName Name(string commonName, IEnumerable<string> organizations)
    {
        var name = new X500DistinguishedNameBuilder();
        foreach (var organization in organizations) name.AddOrganizationName(organization);
        name.AddCommonName(commonName);
        return name.Build();
    }
}
