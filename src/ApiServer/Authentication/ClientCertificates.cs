using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication;

/// <summary>Users from client certificates: the common name is the user, each organization a group. Upstream: <c>authentication/request/x509</c>.</summary>
public sealed class ClientCertificates(Func<X509Certificate2Collection> authorities, TimeProvider time)
{
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    /// <summary>Who issues clients' certificates now. Another collection is another set of them.</summary>
    public X509Certificate2Collection Authorities => authorities();

    /// <summary>Who the certificate is for; null when it is not of ours, not for clients, or not valid now.</summary>
    public UserInfo? Authenticate(X509Certificate2 certificate)
    {
        var trusted = authorities();
        // An empty store would be the system's.
        if (trusted.Count == 0) return null;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientAuth));
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        return chain.Build(certificate) ? UserOf(certificate) : null;
    }

    private static UserInfo? UserOf(X509Certificate2 certificate)
    {
        var user = "";
        var groups = new List<string>();
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements) continue;
            if (part.GetSingleElementType().Value == CommonName) user = part.GetSingleElementValue() ?? "";
            else if (part.GetSingleElementType().Value == Organization) groups.Add(part.GetSingleElementValue() ?? "");
        }

        if (user.Length == 0) return null;
        groups.Add(UserInfo.SystemAuthenticated);
        return new() { Name = user, Groups = groups.ToListOf() };
    }
}
