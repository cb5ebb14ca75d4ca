using System.Globalization;
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
    /// <param name="certificate">What the client has shown.</param>
    /// <param name="problem">What is wrong with it, in Go's words (<c>crypto/x509</c>); empty when nothing is.</param>
    public UserInfo? Authenticate(X509Certificate2 certificate, out string problem)
    {
        var trusted = authorities();
        problem = "x509: certificate signed by unknown authority";
        // An empty store would be the system's.
        if (trusted.Count == 0) return null;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientAuth));
        var now = time.GetUtcNow();
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        var isValid = chain.Build(certificate);
        var user = isValid ? UserOf(certificate) : null;
        problem = user is not null ? "" : isValid ? "x509: subject with cn= is required" : ProblemOf(certificate, chain, now);
        return user;
    }

    /// <summary>That it is nobody's we know comes first: the rest says something of ours only.</summary>
    private static string ProblemOf(X509Certificate2 certificate, X509Chain chain, DateTimeOffset now)
    {
        const X509ChainStatusFlags Foreign =
            X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid;
        var found = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
        if ((found & Foreign) != 0) return "x509: certificate signed by unknown authority";
        if (certificate.NotAfter.ToUniversalTime() < now.UtcDateTime) return Time($"{now:u} is after {certificate.NotAfter.ToUniversalTime():u}");
        if (certificate.NotBefore.ToUniversalTime() > now.UtcDateTime) return Time($"{now:u} is before {certificate.NotBefore.ToUniversalTime():u}");
        return (found & X509ChainStatusFlags.NotValidForUsage) != 0
            ? "x509: certificate specifies an incompatible key usage"
            : $"x509: {found}";

        static string Time(FormattableString said) =>
            "x509: certificate has expired or is not yet valid: current time " + said.ToString(CultureInfo.InvariantCulture);
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
