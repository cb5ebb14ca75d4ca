using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.ApiServer.Registry.Core.Secrets;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public sealed class KeyPairCheckTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly RSA _rsaKey = RSA.Create(2048);

    public void Dispose()
    {
        _key.Dispose();
        _otherKey.Dispose();
        _rsaKey.Dispose();
    }

    [Fact]
    public void Problem_Pair_IsNone() => Assert.Null(Problem(Certificate(), _key.ExportPkcs8PrivateKeyPem()));

    [Fact]
    public void Problem_OtherKey_DoesNotMatch() =>
        Assert.Equal("tls: private key does not match public key", Problem(Certificate(), _otherKey.ExportECPrivateKeyPem()));

    [Fact]
    public void Problem_OtherKindOfKey_DoesNotMatch() =>
        Assert.Equal("tls: private key type does not match public key type", Problem(Certificate(), _rsaKey.ExportPkcs8PrivateKeyPem()));

    [Fact]
    public void Problem_NoPem_IsNamed()
    {
        Assert.Equal("tls: failed to find any PEM data in certificate input", Problem("", ""));
        Assert.Equal("tls: failed to find any PEM data in key input", Problem(Certificate(), "x"));
        Assert.StartsWith("tls: found a certificate rather than a key", Problem(Certificate(), Certificate()));
        Assert.EndsWith("may have been switched", Problem(_key.ExportPkcs8PrivateKeyPem(), Certificate()));
    }

    private static string? Problem(string certificate, string key) =>
        KeyPairCheck.Problem(Encoding.ASCII.GetBytes(certificate), Encoding.ASCII.GetBytes(key));

    private string Certificate()
    {
        var request = new CertificateRequest("CN=a", _key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.ExportCertificatePem();
    }
}
