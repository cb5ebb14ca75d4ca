using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer.Registry.Certificates;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Certificates;

/// <summary>Who a certificate is asked for.</summary>
/// <param name="CommonName">The user's name; empty when there is none.</param>
/// <param name="Organizations">The groups.</param>
internal sealed record SubjectOf(string CommonName, IReadOnlyList<string> Organizations)
{
    private const string CommonNameOid = "2.5.4.3";
    private const string OrganizationOid = "2.5.4.10";

    /// <summary>The subject of a PEM request; null when it is none.</summary>
    public static SubjectOf? Request(Bytes pem)
    {
        var block = PemBlock.ReadAll(pem.Memory).FirstOrDefault();
        if (block is not { Type: "CERTIFICATE REQUEST" }) return null;
        try
        {
            var request = CertificateRequest.LoadSigningRequest(
                block.Content.ToArray(), HashAlgorithmName.SHA256,
                CertificateRequestLoadOptions.SkipSignatureValidation | CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            return Of(request.SubjectName);
        }
        catch (Exception failure) when (failure is CryptographicException or AsnContentException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Read by hand: a relative name may hold several attributes, and one of them the group that is looked for.</summary>
    private static SubjectOf Of(X500DistinguishedName name)
    {
        var (common, organizations) = ("", new List<string>());
        var parts = new AsnReader(name.RawData, AsnEncodingRules.DER).ReadSequence();
        while (parts.HasData)
        {
            var set = parts.ReadSetOf();
            while (set.HasData)
            {
                var attribute = set.ReadSequence();
                var oid = attribute.ReadObjectIdentifier();
                if (oid == CommonNameOid) common = Text(attribute);
                else if (oid == OrganizationOid) organizations.Add(Text(attribute));
            }
        }

        return new(common, organizations);
    }

    private static string Text(AsnReader attribute) => attribute.ReadCharacterString((UniversalTagNumber)attribute.PeekTag().TagValue);
}
