using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.Certificates;

/// <summary>Signing requests and certificates with fresh keys.</summary>
internal static class SignedData
{
    public static Bytes Request(bool rsa = false)
    {
        if (!rsa)
        {
            using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return Pem(new CertificateRequest("CN=test", curve, HashAlgorithmName.SHA256).CreateSigningRequest(), "CERTIFICATE REQUEST");
        }

        using var key = RSA.Create(2048);
        return Pem(
            new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest(),
            "CERTIFICATE REQUEST");
    }

    /// <summary>A request whose signature is of other content: its last byte is turned.</summary>
    public static Bytes Forged()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var der = new CertificateRequest("CN=test", curve, HashAlgorithmName.SHA256).CreateSigningRequest();
        der[^1] ^= 1;
        return Pem(der, "CERTIFICATE REQUEST");
    }

    public static Bytes Certificate()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var made = new CertificateRequest("CN=test", curve, HashAlgorithmName.SHA256).CreateSelfSigned(start, start.AddDays(1));
        return Pem(made.RawData, "CERTIFICATE");
    }

    public static Bytes Text(string text) => Bytes.Adopt(Encoding.ASCII.GetBytes(text));

    private static Bytes Pem(byte[] der, string type) => Text(PemEncoding.WriteString(type, der) + "\n");
}
