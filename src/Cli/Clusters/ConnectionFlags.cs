using System.Security.Cryptography.X509Certificates;
using Kybernet.Cli.Flags;
using Kybernet.Client.Transport.Https;

namespace Kybernet.Cli.Clusters;

/// <summary>What flags say of the server and of who calls; they win over files.</summary>
internal static class ConnectionFlags
{
    public static ServerConnection Apply(FlagValues flags, ServerConnection found)
    {
        var connection = found;
        if (flags["server"] is { Length: > 0 } server)
            connection = connection with { Server = new Uri(server.Contains("://", StringComparison.Ordinal) ? server : "https://" + server) };
        if (flags["certificate-authority"] is { Length: > 0 } authority) connection = connection with { AuthorityPem = File.ReadAllText(authority) };
        if (flags["tls-server-name"] is { Length: > 0 } name) connection = connection with { TlsServerName = name };
        if (flags.Is("insecure-skip-tls-verify")) connection = connection with { SkipsVerification = true, AuthorityPem = "" };
        if (flags["token"] is { Length: > 0 } token) connection = connection with { Credentials = new FixedCredential(new("Bearer " + token, null)) };
        else if (flags["client-certificate"] is { Length: > 0 } certificate)
        {
            var pair = X509Certificate2.CreateFromPem(File.ReadAllText(certificate), File.ReadAllText(flags["client-key"]));
            connection = connection with { Credentials = new FixedCredential(new("", pair)) };
        }

        if (flags["as"] is { Length: > 0 } user) connection = connection with { Impersonate = new(user, flags["as-uid"], flags.Values("as-group")) };
        else if (flags.Values("as-group").Count > 0 || flags["as-uid"].Length > 0)
            throw new CliException("requesting uid, groups or user-extra for " + " without impersonating a user");
        return connection;
    }
}
