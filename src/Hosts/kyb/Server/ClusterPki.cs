using System.Net;
using System.Net.Sockets;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.Base.Pki;
using Kybernet.Client.Kubeconfigs;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>The cluster's keys in a directory: made at the first start, read at the next.</summary>
internal sealed record ClusterPki(CertificateAuthority Authority, IssuedCertificate Serving, IssuedCertificate Admin, IssuedCertificate KubeletClient,
    TokenKey ServiceAccounts)
{
    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);
    private static readonly TimeSpan CertificateLife = TimeSpan.FromDays(365);

    public static ClusterPki Open(string directory, IPAddress listen, IPAddress? advertised, TimeProvider time)
    {
        Directory.CreateDirectory(directory);
        var certificate = Path.Combine(directory, "ca.crt");
        var key = Path.Combine(directory, "ca.key");
        var authority = File.Exists(certificate) && File.Exists(key)
            ? CertificateAuthority.Load(File.ReadAllText(certificate), File.ReadAllText(key), time)
            : Create(certificate, key, time);
        List<IPAddress> addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("10.96.0.1")];
        if (listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any)) addresses.AddRange(OwnAddresses());
        else if (!addresses.Contains(listen)) addresses.Add(listen);
        if (advertised is not null && !addresses.Contains(advertised)) addresses.Add(advertised);
        string[] names = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "localhost"];
        return new(
            authority,
            authority.IssueServer("kube-apiserver", names, addresses, CertificateLife),
            authority.IssueClient("kubernetes-admin", ["system:masters"], CertificateLife),
            authority.IssueClient("kube-apiserver-kubelet-client", ["system:masters"], CertificateLife),
            OpenTokenKey(Path.Combine(directory, "sa.key")));
    }

    /// <summary>For the administrator, and for a scheduler and a controller manager that run elsewhere.</summary>
    public void WriteKubeconfigs(string directory, string address)
    {
        (string, IssuedCertificate)[] users =
        [
            ("admin", Admin),
            ("scheduler", Authority.IssueClient(ComponentUsers.Scheduler, [], CertificateLife)),
            ("controller-manager", Authority.IssueClient(ComponentUsers.ControllerManager, [], CertificateLife)),
        ];
        foreach (var (name, user) in users)
            SecretFile.Write(Path.Combine(directory, name + ".kubeconfig"), KubeconfigText.For(address, Authority.CertificatePem, user));
    }

    private static CertificateAuthority Create(string certificate, string key, TimeProvider time)
    {
        var authority = CertificateAuthority.Create("kubernetes-ca", AuthorityLife, time);
        SecretFile.Write(key, authority.KeyPem);
        SecretFile.Write(certificate, authority.CertificatePem);
        return authority;
    }

    /// <summary>The file kubeadm has it in.</summary>
    private static TokenKey OpenTokenKey(string file)
    {
        if (File.Exists(file)) return TokenKey.Load(File.ReadAllText(file));
        var key = TokenKey.Create();
        SecretFile.Write(file, key.ExportPem());
        return key;
    }

    private static IEnumerable<IPAddress> OwnAddresses() =>
        System.Net.Dns.GetHostAddresses(System.Net.Dns.GetHostName())
            .Where(address => address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6);
}
