using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication;

/// <summary>
/// Whom this cluster's API servers trust, for components and extension servers that serve requests themselves: the ConfigMap
/// <c>extension-apiserver-authentication</c>. Upstream: <c>controlplane/controller/clusterauthenticationtrust</c>.
/// </summary>
internal static class PublishedTrust
{
    public const string Namespace = "kube-system";
    public const string Name = "extension-apiserver-authentication";

    private const string ClientAuthorities = "client-ca-file";
    private const string ProxyAuthorities = "requestheader-client-ca-file";

    // How long an authority stays published after its end.
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(5);

    /// <summary>Nobody is trusted by certificate: nothing is published.</summary>
    public static bool IsEmpty(ApiServerOptions options) => ClientsOf(options).Count == 0 && ProxiesOf(options).Count == 0;

    /// <summary>What is there, which other servers may have written, with what this server adds.</summary>
    public static ConfigMap With(ConfigMap? there, ApiServerOptions options, DateTimeOffset now)
    {
        var map = there ?? new ConfigMap { Metadata = new() { Namespace = Namespace, Name = Name } };
        var data = map.Data;
        if (Joined(data, ClientAuthorities, ClientsOf(options), now) is { Length: > 0 } clients) data = data.SetItem(ClientAuthorities, clients);
        var proxies = ProxiesOf(options);
        if (proxies.Count == 0) return map with { Data = data };
        data = data
            .SetItem(ProxyAuthorities, Joined(data, ProxyAuthorities, proxies, now))
            .SetItem("requestheader-username-headers", Json([FrontProxy.UserHeader]))
            .SetItem("requestheader-uid-headers", Json([FrontProxy.UidHeader]))
            .SetItem("requestheader-group-headers", Json([FrontProxy.GroupHeader]))
            .SetItem("requestheader-extra-headers-prefix", Json([FrontProxy.ExtraPrefix]))
            .SetItem("requestheader-allowed-names", Json(options.FrontProxy.AllowedNames));
        return map with { Data = data };
    }

    private static X509Certificate2Collection ClientsOf(ApiServerOptions options) =>
        options.CurrentClientAuthorities?.Invoke() ?? options.ClientAuthorities;

    private static X509Certificate2Collection ProxiesOf(ApiServerOptions options) =>
        options.FrontProxy.CurrentAuthorities?.Invoke() ?? options.FrontProxy.Authorities;

    private static string Joined(MapOf<string> data, string key, X509Certificate2Collection own, DateTimeOffset now)
    {
        var all = new X509Certificate2Collection();
        try
        {
            if (data.TryGetValue(key, out var published)) all.ImportFromPem(published);
        }
        catch (CryptographicException)
        {
            // What cannot be read is of use to nobody: it is replaced.
        }

        all.AddRange(own);
        var pem = all.Where(certificate => certificate.NotAfter.ToUniversalTime() > (now - s_grace).UtcDateTime)
            .Select(static certificate => certificate.ExportCertificatePem() + "\n").Distinct(StringComparer.Ordinal);
        return string.Concat(pem);
    }

    private static string Json(ListOf<string> values) =>
        $"[{string.Join(',', values.Select(static value => $"\"{JavaScriptEncoder.Default.Encode(value)}\""))}]";
}
