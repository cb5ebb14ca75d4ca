using System.Security.Cryptography.X509Certificates;
using Kybernet.Api.Authentication.V1;
using Kybernet.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Server.Access;

/// <summary>
/// Identifies by client certificate, then by bearer token, which the API server reviews. Upstream: <c>BuildAuthn</c> in
/// <c>cmd/kubelet/app/auth.go</c>.
/// </summary>
internal sealed class KubeletUsers(KubeletServerOptions options, IClient client, TimeProvider time, ILogger log)
{
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string Bearer = "Bearer ";

    private readonly ExpiringCache<string, KubeletUser?> _tokens = new(time);

    /// <summary>The user; null refuses.</summary>
    public async ValueTask<KubeletUser?> IdentifyAsync(HttpContext http, CancellationToken cancel)
    {
        if (http.Connection.ClientCertificate is { } certificate && OfCertificate(certificate) is { } known) return known;
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return options.AllowsAnonymous && http.Connection.ClientCertificate is null ? KubeletUser.Anonymous : null;
        var token = header[Bearer.Length..].Trim();
        if (_tokens.TryGet(token, out var user)) return user;
        return await ReviewAsync(token, cancel);
    }

    private async ValueTask<KubeletUser?> ReviewAsync(string token, CancellationToken cancel)
    {
        var review = await client.CreateAsync(new TokenReview { Spec = new() { Token = token } }, cancel);
        if (!review.TryGet(out var answer, out var error))
        {
            KubeletServerLog.NoReview(log, error.Message);
            return null;
        }

        var status = answer.Status;
        var user = status.Authenticated ? new KubeletUser(status.User.Username, status.User.Uid, status.User.Groups, status.User.Extra) : null;
        _tokens.Set(token, user, options.TokenLife);
        return user;
    }

    private KubeletUser? OfCertificate(X509Certificate2 certificate)
    {
        if (options.ClientAuthorities.Count == 0) return null;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(options.ClientAuthorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientAuth));
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        if (!chain.Build(certificate)) return null;
        var name = "";
        List<string> groups = [];
        foreach (var part in certificate.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements) continue;
            if (part.GetSingleElementType().Value == CommonName) name = part.GetSingleElementValue() ?? "";
            else if (part.GetSingleElementType().Value == Organization) groups.Add(part.GetSingleElementValue() ?? "");
        }

        return name.Length == 0 ? null : new(name, "", [.. groups, KubeletUser.Authenticated], []);
    }
}
