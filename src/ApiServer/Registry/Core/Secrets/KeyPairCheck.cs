using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kybernet.ApiServer.Registry.Core.Secrets;

/// <summary>Whether a certificate and a private key belong together. The words are those of Go's <c>tls.X509KeyPair</c>.</summary>
internal static class KeyPairCheck
{
    private const string Certificate = "CERTIFICATE";
    private const string PrivateKey = "PRIVATE KEY";

    /// <summary>What is wrong, or null. What the platform's parsers say of malformed contents is not Go's text.</summary>
    public static string? Problem(ReadOnlySpan<byte> certificatePem, ReadOnlySpan<byte> keyPem)
    {
        var certificates = PemBlock.All(Encoding.Latin1.GetString(certificatePem));
        if (certificates.Count == 0) return "tls: failed to find any PEM data in certificate input";
        if (certificates.Find(block => block.Label == Certificate) is not { } certificate)
        {
            return certificates is [{ } only] && only.Label.EndsWith(PrivateKey, StringComparison.Ordinal)
                ? "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched"
                : $"tls: failed to find \"CERTIFICATE\" PEM block in certificate input after {Skipping(certificates)}";
        }

        var keys = PemBlock.All(Encoding.Latin1.GetString(keyPem));
        if (keys.Count == 0) return "tls: failed to find any PEM data in key input";
        var key = keys.Find(block => block.Label.EndsWith(PrivateKey, StringComparison.Ordinal));
        if (key is not null) return Match(certificate, key);
        return keys is [{ Label: Certificate }]
            ? "tls: found a certificate rather than a key in the PEM for the private key"
            : $"tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after {Skipping(keys)}";
    }

    private static string Skipping(List<PemBlock> blocks) =>
        $"skipping PEM blocks of the following types: [{string.Join(' ', blocks.Select(block => block.Label))}]";

    private static string? Match(PemBlock certificatePem, PemBlock keyPem)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(certificatePem.Contents);
            using var rsa = certificate.GetRSAPublicKey();
            using var ecdsa = certificate.GetECDsaPublicKey();
            if (rsa is null && ecdsa is null) return null;
            using var privateRsa = RSA.Create();
            if (TryImport(privateRsa, keyPem.Text)) return Compare(rsa, privateRsa);
            using var privateEcdsa = ECDsa.Create();
            return TryImport(privateEcdsa, keyPem.Text) ? Compare(ecdsa, privateEcdsa) : "tls: failed to parse private key";
        }
        catch (CryptographicException)
        {
            return "x509: malformed certificate";
        }
    }

    private static string? Compare(AsymmetricAlgorithm? certified, AsymmetricAlgorithm key)
    {
        if (certified is null) return "tls: private key type does not match public key type";
        return certified.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo())
            ? null
            : "tls: private key does not match public key";
    }

    private static bool TryImport(AsymmetricAlgorithm algorithm, string pem)
    {
        try
        {
            algorithm.ImportFromPem(pem);
            return true;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
