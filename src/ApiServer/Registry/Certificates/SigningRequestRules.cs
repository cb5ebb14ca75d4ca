using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Certificates;

/// <summary>
/// What PEM data must hold; each returns what is wrong, or null. Upstream: <c>validateCSR</c>, <c>validateCertificate</c>.
/// </summary>
/// <remarks>
/// Upstream accepts Ed25519 requests; the platform cannot check their signature, and a request whose signature was not checked
/// proves nothing, so they are refused. The words about malformed ASN.1 are the platform's, not Go's.
/// </remarks>
internal static class SigningRequestRules
{
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string EllipticCurveOid = "1.2.840.10045.2.1";

    /// <summary>The first block is a PKCS#10 request, signed by the key it names.</summary>
    public static string? CheckRequest(Bytes pem)
    {
        var block = PemBlock.ReadAll(pem.Memory).FirstOrDefault();
        if (block is not { Type: "CERTIFICATE REQUEST" }) return "PEM block type must be CERTIFICATE REQUEST";
        var der = block.Content.ToArray();
        if (!TryLoad(der, CertificateRequestLoadOptions.SkipSignatureValidation, out var key)) return "asn1: structure error: not a certificate request";
        if (key is not (RsaOid or EllipticCurveOid)) return "x509: cannot verify signature: algorithm unimplemented";
        if (TryLoad(der, CertificateRequestLoadOptions.Default, out _)) return null;
        return key == RsaOid ? "crypto/rsa: verification error" : "x509: ECDSA verification failure";
    }

    /// <summary>Nothing, or certificates only.</summary>
    public static string? CheckCertificates(Bytes pem)
    {
        if (pem.IsEmpty) return null;
        var blocks = 0;
        foreach (var block in PemBlock.ReadAll(pem.Memory))
        {
            if (block.Type != "CERTIFICATE")
                return $"only CERTIFICATE PEM blocks are allowed, found {Kybernet.Machinery.Validation.QuotedText.Of(block.Type)}";
            if (block.HasHeaders) return "no PEM block headers are permitted";
            blocks++;
            if (block.Content.IsEmpty) return "found CERTIFICATE PEM block containing 0 certificates";
            if (!IsCertificate(block.Content.Span)) return "x509: malformed certificate";
        }

        return blocks == 0 ? "must contain at least one CERTIFICATE PEM block" : null;
    }

    private static bool TryLoad(byte[] der, CertificateRequestLoadOptions options, out string key)
    {
        key = "";
        try
        {
            var request = CertificateRequest.LoadSigningRequest(
                der, HashAlgorithmName.SHA256, options | CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            key = request.PublicKey.Oid.Value ?? "";
            return true;
        }
        catch (Exception failure) when (failure is CryptographicException or NotSupportedException or ArgumentException)
        {
            return false;
        }
    }

    private static bool IsCertificate(ReadOnlySpan<byte> der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
