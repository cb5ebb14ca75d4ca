using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Base.Pki;

/// <summary>What a leaf certificate says, apart from when it is valid.</summary>
/// <param name="Name">What its files are called: <c>apiserver</c>. kubeadm's names.</param>
/// <param name="CommonName">The server, or the user.</param>
public sealed record CertificateProfile(string Name, string CommonName)
{
    private const string CommonNameOid = "2.5.4.3";
    private const string OrganizationOid = "2.5.4.10";

    /// <summary>A client's groups.</summary>
    public IReadOnlyList<string> Organizations { get; init; } = [];

    /// <summary>What a server is called; with <see cref="Addresses"/> empty too, the certificate is a client's.</summary>
    public IReadOnlyList<string> DnsNames { get; init; } = [];

    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    public bool IsServing => DnsNames.Count > 0 || Addresses.Count > 0;

    /// <summary>The profile of a certificate there is.</summary>
    public static CertificateProfile Of(string name, X509Certificate2 certificate)
    {
        var (user, groups) = ("", new List<string>());
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements) continue;
            if (part.GetSingleElementType().Value == CommonNameOid) user = part.GetSingleElementValue() ?? "";
            else if (part.GetSingleElementType().Value == OrganizationOid) groups.Add(part.GetSingleElementValue() ?? "");
        }

        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return new(name, user)
        {
            Organizations = groups,
            DnsNames = [.. names?.EnumerateDnsNames() ?? []],
            Addresses = [.. names?.EnumerateIPAddresses() ?? []],
        };
    }

    /// <summary>A certificate of the other profile does for this one.</summary>
    public bool IsCoveredBy(CertificateProfile other) => CommonName == other.CommonName
        && Organizations.All(other.Organizations.Contains) && DnsNames.All(other.DnsNames.Contains) && Addresses.All(other.Addresses.Contains);
}
