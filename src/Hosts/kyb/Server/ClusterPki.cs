using System.Net;
using System.Net.Sockets;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.Base.Pki;
using Kybernet.Client.Kubeconfigs;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>The cluster's keys in a directory: made at the first start, read at the next.</summary>
/// <param name="Authority">Issues the certificates of users and components.</param>
/// <param name="FrontProxies">Issues the certificates of proxies that say who their requests are from.</param>
/// <param name="Serving">The API server's.</param>
/// <param name="Admin">Of who may do all.</param>
/// <param name="KubeletClient">How the API server shows itself to kubelets.</param>
/// <param name="ServiceAccounts">Signs their tokens.</param>
internal sealed record ClusterPki(CertificateAuthority Authority, CertificateAuthority FrontProxies, IssuedCertificate Serving, IssuedCertificate Admin,
    IssuedCertificate KubeletClient, TokenKey ServiceAccounts)
{
    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);
    private static readonly TimeSpan CertificateLife = TimeSpan.FromDays(365);

    public static ClusterPki Open(string directory, IPAddress listen, IPAddress? advertised, TimeProvider time)
    {
        Directory.CreateDirectory(directory);
        var authority = OpenAuthority(directory, "ca", "kubernetes-ca", time);
        List<IPAddress> addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("10.96.0.1")];
        if (listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any)) addresses.AddRange(OwnAddresses());
        else if (!addresses.Contains(listen)) addresses.Add(listen);
        if (advertised is not null && !addresses.Contains(advertised)) addresses.Add(advertised);
        string[] names = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "localhost"];
        return new(
            authority,
            OpenAuthority(directory, "front-proxy-ca", "front-proxy-ca", time),
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

    /// <summary>The files are named as kubeadm's.</summary>
    private static CertificateAuthority OpenAuthority(string directory, string file, string name, TimeProvider time)
    {
        var (certificate, key) = (Path.Combine(directory, file + ".crt"), Path.Combine(directory, file + ".key"));
        if (File.Exists(certificate) && File.Exists(key)) return CertificateAuthority.Load(File.ReadAllText(certificate), File.ReadAllText(key), time);
        var authority = CertificateAuthority.Create(name, AuthorityLife, time);
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
