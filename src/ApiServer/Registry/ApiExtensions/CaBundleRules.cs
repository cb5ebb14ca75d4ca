using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer.Registry.Certificates;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>The certificates a webhook's server is checked with. Upstream: <c>ValidateCABundle</c>.</summary>
internal static class CaBundleRules
{
    private const string Prefix = "unable to load root certificates: ";

    /// <summary>One certificate that can be read is enough; what is wrong, or null.</summary>
    public static string? Check(Bytes pem)
    {
        if (pem.IsEmpty) return null;
        var blocks = PemBlock.ReadAll(pem.Memory).ToList();
        var certificates = blocks.Where(block => block is { Type: "CERTIFICATE", HasHeaders: false }).ToList();
        if (certificates.Any(IsCertificate)) return null;
        return Prefix + (certificates.Count > 0 ? "failed to parse certificate: x509: malformed certificate"
            : blocks.Count > 0 ? "no valid certificate authority data seen"
            : "unable to parse bytes as PEM block");
    }

    private static bool IsCertificate(PemBlock block)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(block.Content.Span);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
