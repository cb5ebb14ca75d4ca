using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.Base.Pki;

namespace Kybernet.Bench.Load.Api;

/// <summary>Where a server is and who its client claims to be.</summary>
internal sealed record KubeAccess(string Host, int Port, X509Certificate2 Client)
{
    /// <summary>Reads a kubeconfig of one cluster and one user with an embedded client certificate.</summary>
    public static KubeAccess Read(string file)
    {
        var lines = File.ReadAllLines(file);
        var server = new Uri(Value(lines, "server:"));
        return new(server.Host, server.Port, X509Certificate2.CreateFromPem(Pem(lines, "client-certificate-data:"), Pem(lines, "client-key-data:")));
    }

    /// <summary>The same server as another user, whose certificate the authority beside the kubeconfig issues.</summary>
    public static KubeAccess Read(string file, string user, params string[] groups)
    {
        var pki = Path.Combine(Path.GetDirectoryName(file)!, "pki");
        var authority = CertificateAuthority.Load(
            File.ReadAllText(Path.Combine(pki, "ca.crt")), File.ReadAllText(Path.Combine(pki, "ca.key")), TimeProvider.System);
        return Read(file) with { Client = authority.IssueClient(user, groups, TimeSpan.FromDays(1)).ToX509() };
    }

    private static string Value(string[] lines, string name) =>
        lines.Select(static line => line.Trim()).First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();

    private static string Pem(string[] lines, string name) => Encoding.ASCII.GetString(Convert.FromBase64String(Value(lines, name)));
}
