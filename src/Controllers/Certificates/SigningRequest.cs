using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Kybernet.Controllers.Certificates;

/// <summary>A PKCS #10 request, its signature checked.</summary>
public sealed class SigningRequest
{
    private const string CommonNameOid = "2.5.4.3";
    private const string OrganizationOid = "2.5.4.10";
    private const string AlternativeNamesOid = "2.5.29.17";
    private const string Label = "CERTIFICATE REQUEST";

    private SigningRequest(CertificateRequest request)
    {
        Subject = request.SubjectName;
        PublicKey = request.PublicKey;
        List<string> organizations = [];
        foreach (var part in request.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false))
        {
            if (part.HasMultipleElements) continue;
            if (part.GetSingleElementType().Value == CommonNameOid) CommonName = part.GetSingleElementValue() ?? "";
            else if (part.GetSingleElementType().Value == OrganizationOid) organizations.Add(part.GetSingleElementValue() ?? "");
        }

        Organizations = organizations;
        foreach (var extension in request.CertificateExtensions)
            if (extension.Oid?.Value == AlternativeNamesOid) Names = AlternativeNames.Read(extension.RawData);
    }

    public X500DistinguishedName Subject { get; }

    public PublicKey PublicKey { get; }

    /// <summary>The last one of the subject.</summary>
    public string CommonName { get; } = "";

    public IReadOnlyList<string> Organizations { get; }

    public AlternativeNames Names { get; } = AlternativeNames.None;

    public static bool TryParse(ReadOnlySpan<byte> pem, [NotNullWhen(true)] out SigningRequest? request, [NotNullWhen(false)] out string? error)
    {
        request = null;
        var text = Encoding.UTF8.GetString(pem);
        if (!PemEncoding.TryFind(text, out var found) || !text.AsSpan()[found.Label].SequenceEqual(Label))
        {
            error = "PEM block type must be CERTIFICATE REQUEST";
            return false;
        }

        try
        {
            request = new(CertificateRequest.LoadSigningRequest(
                Convert.FromBase64String(text[found.Base64Data]),
                HashAlgorithmName.SHA256,
                CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions,
                RSASignaturePadding.Pkcs1));
            error = null;
            return true;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or FormatException)
        {
            error = e.Message;
            return false;
        }
    }
}
