using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.Client.Transport.Https;

namespace Kybernet.Client.Kubeconfigs;

/// <summary>Makes connections of what configuration says.</summary>
public static class Connections
{
    private const string AccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>The connection of a context.</summary>
    /// <param name="config">The files.</param>
    /// <param name="context">Its name; empty for the current one.</param>
    /// <param name="time">For credentials that expire.</param>
    /// <exception cref="FormatException">The kubeconfig names what it does not have, or its certificates are none.</exception>
    /// <exception cref="IOException">A file it names cannot be read.</exception>
    public static ServerConnection Of(Kubeconfig config, string context, TimeProvider time)
    {
        var name = context.Length > 0 ? context : config.CurrentContext;
        if (name.Length == 0)
            throw new FormatException("no configuration has been provided, try setting KUBECONFIG or a current-context in the kubeconfig");
        if (!config.Contexts.TryGetValue(name, out var chosen)) throw new FormatException($"context \"{name}\" does not exist");
        if (!config.Clusters.TryGetValue(chosen.Cluster, out var cluster)) throw new FormatException($"cluster \"{chosen.Cluster}\" does not exist");
        var user = config.Users.GetValueOrDefault(chosen.User);
        if (user is null && chosen.User.Length > 0) throw new FormatException($"auth info \"{chosen.User}\" does not exist");
        return new()
        {
            Server = new Uri(cluster.Server.Contains("://", StringComparison.Ordinal) ? cluster.Server : "https://" + cluster.Server),
            AuthorityPem = TextOf(cluster.CertificateAuthorityData, cluster.CertificateAuthority),
            TlsServerName = cluster.TlsServerName,
            SkipsVerification = cluster.InsecureSkipTlsVerify,
            Proxy = cluster.ProxyUrl.Length > 0 ? new Uri(cluster.ProxyUrl) : null,
            Namespace = chosen.Namespace.Length > 0 ? chosen.Namespace : "default",
            Credentials = user is null ? FixedCredential.None : CredentialsOf(user, time),
            Impersonate = user is { As.Length: > 0 } ? new(user.As, user.AsUid, user.AsGroups) : null,
        };
    }

    /// <summary>The connection of a pod; null when this is none.</summary>
    /// <param name="host">The value of <c>KUBERNETES_SERVICE_HOST</c>.</param>
    /// <param name="port">The value of <c>KUBERNETES_SERVICE_PORT</c>.</param>
    /// <param name="time">For the token, which is renewed.</param>
    public static ServerConnection? InCluster(string host, string port, TimeProvider time)
    {
        if (host.Length == 0 || port.Length == 0 || !File.Exists(AccountFolder + "/token")) return null;
        var address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return new()
        {
            Server = new Uri(string.Create(CultureInfo.InvariantCulture, $"https://{address}:{port}")),
            AuthorityPem = File.ReadAllText(AccountFolder + "/ca.crt"),
            Namespace = File.Exists(AccountFolder + "/namespace") ? File.ReadAllText(AccountFolder + "/namespace").Trim() : "default",
            Credentials = new TokenFile(AccountFolder + "/token", null, time),
        };
    }

    /// <summary>A token file goes before a token, which goes before a password; a program is asked when there is neither.</summary>
    private static ICredentialSource CredentialsOf(KubeconfigUser user, TimeProvider time)
    {
        var certificate = CertificateOf(user);
        if (user.TokenFile.Length > 0) return new TokenFile(user.TokenFile, certificate, time);
        if (user.Token.Length > 0) return new FixedCredential(new("Bearer " + user.Token, certificate));
        if (user.Username.Length > 0)
        {
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.Username}:{user.Password}"));
            return new FixedCredential(new("Basic " + pair, certificate));
        }

        return user.Exec is { } exec ? new ExecCredential(exec, time) : new FixedCredential(new("", certificate));
    }

    private static X509Certificate2? CertificateOf(KubeconfigUser user)
    {
        var certificate = TextOf(user.ClientCertificateData, user.ClientCertificate);
        if (certificate.Length == 0) return null;
        try
        {
            return X509Certificate2.CreateFromPem(certificate, TextOf(user.ClientKeyData, user.ClientKey));
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            throw new FormatException($"the client certificate and its key cannot be read: {e.Message}", e);
        }
    }

    private static string TextOf(string data, string path) => data.Length > 0 ? data : path.Length > 0 ? File.ReadAllText(path) : "";
}
