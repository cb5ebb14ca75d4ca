using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Authentication;

/// <summary>
/// Users a trusted proxy vouches for in headers. Only a connection with a certificate of the proxies' own authority is believed.
/// Upstream: <c>authentication/request/headerrequest</c>, with the header names kubeadm and every aggregator use.
/// </summary>
internal sealed class FrontProxy(FrontProxyOptions options, TimeProvider time)
{
    public const string UserHeader = "X-Remote-User";
    public const string UidHeader = "X-Remote-Uid";
    public const string GroupHeader = "X-Remote-Group";
    public const string ExtraPrefix = "X-Remote-Extra-";

    private readonly ClientCertificates _certificates = new(options.CurrentAuthorities ?? (() => options.Authorities), time);

    /// <summary>Who issues the proxies' certificates now.</summary>
    public X509Certificate2Collection Authorities => _certificates.Authorities;

    /// <summary>The connection is a proxy's.</summary>
    public bool IsTrusted(X509Certificate2 certificate) =>
        _certificates.Authenticate(certificate, out _) is { } proxy
        && (options.AllowedNames.IsEmpty || options.AllowedNames.Contains(proxy.Name));

    /// <summary>Who the proxy speaks for; null when it speaks for nobody. The headers are gone afterwards.</summary>
    public static UserInfo? Identify(IHeaderDictionary headers)
    {
        var name = headers[UserHeader].ToString();
        if (name.Length == 0) return null;
        var extra = headers.Where(static header => header.Key.StartsWith(ExtraPrefix, StringComparison.OrdinalIgnoreCase)).ToList();
        var groups = headers[GroupHeader].Select(static group => group ?? "").Where(static group => group.Length > 0).ToList();
        if (name != UserInfo.Anonymous.Name && !groups.Contains(UserInfo.SystemAuthenticated)) groups.Add(UserInfo.SystemAuthenticated);
        var user = new UserInfo
        {
            Name = name,
            Uid = headers[UidHeader].ToString(),
            Groups = groups.ToListOf(),
            Extra = extra.Select(static header => KeyValuePair.Create(
                Uri.UnescapeDataString(header.Key[ExtraPrefix.Length..].ToLowerInvariant()),
                header.Value.Select(static value => value ?? "").ToListOf())).ToMapOf(),
        };
        headers.Remove(UserHeader);
        headers.Remove(UidHeader);
        headers.Remove(GroupHeader);
        foreach (var header in extra) headers.Remove(header.Key);
        return user;
    }
}
