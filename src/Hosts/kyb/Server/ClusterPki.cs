using System.Net;
using System.Net.Sockets;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.Base.Pki;
using Kybernet.Client.Kubeconfigs;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>The cluster's keys in a directory, with kubeadm's names: made at the first start, kept valid from then on.</summary>
internal sealed class ClusterPki
{
    /// <summary>The one client whose word about users the API server takes.</summary>
    public const string FrontProxyName = "front-proxy-client";

    private const string FrontProxyAuthority = "front-proxy-ca";
    private const string Masters = "system:masters";

    private ClusterPki(
        KeptAuthority cluster, KeptAuthority frontProxy, TokenKey serviceAccounts,
        Func<CertificateProfile, CertificateAuthority, KeptCertificate> keep, CertificateProfile serving)
    {
        (Cluster, FrontProxy, ServiceAccounts) = (cluster, frontProxy, serviceAccounts);
        Serving = keep(serving, cluster.Authority);
        Admin = keep(new("admin", "kubernetes-admin") { Organizations = [Masters] }, cluster.Authority);
        KubeletClient = keep(new("apiserver-kubelet-client", "kube-apiserver-kubelet-client") { Organizations = [Masters] }, cluster.Authority);
        ControllerManager = keep(new("controller-manager", ComponentUsers.ControllerManager), cluster.Authority);
        Scheduler = keep(new("scheduler", ComponentUsers.Scheduler), cluster.Authority);
        FrontProxyClient = keep(new(FrontProxyName, FrontProxyName), frontProxy.Authority);
    }

    /// <summary>Signs everything but the front proxy's certificate; trusted for clients, servers and kubelets.</summary>
    public KeptAuthority Cluster { get; }

    public KeptAuthority FrontProxy { get; }

    public TokenKey ServiceAccounts { get; }

    public KeptCertificate Serving { get; }

    public KeptCertificate Admin { get; }

    public KeptCertificate KubeletClient { get; }

    public KeptCertificate ControllerManager { get; }

    public KeptCertificate Scheduler { get; }

    public KeptCertificate FrontProxyClient { get; }

    public IReadOnlyList<KeptCertificate> Certificates => [Serving, Admin, KubeletClient, ControllerManager, Scheduler, FrontProxyClient];

    public CertificateAuthority Authority => Cluster.Authority;

    /// <exception cref="IOException">What is there is not what it should be, or nothing can be written.</exception>
    public static ClusterPki Open(string directory, PkiNames names, RenewalOptions options, TimeProvider time, Random random)
    {
        Directory.CreateDirectory(directory);
        var serving = new CertificateProfile("apiserver", "kube-apiserver")
        {
            DnsNames = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "localhost"],
            Addresses = names.Addresses(),
        };
        return new(
            KeptAuthority.Open(directory, "ca", "kubernetes-ca", time),
            KeptAuthority.Open(directory, FrontProxyAuthority, "kubernetes-front-proxy-ca", time),
            OpenTokenKey(Path.Combine(directory, "sa.key")),
            (profile, authority) => KeptCertificate.Open(profile, directory, authority, options, time, random), serving);
    }

    /// <summary>The files of the authority that signs a certificate of this name.</summary>
    public static string AuthorityOf(string name) => name == FrontProxyName ? FrontProxyAuthority : "ca";

    /// <summary>Who signs this one.</summary>
    public CertificateAuthority AuthorityOf(KeptCertificate certificate) =>
        ReferenceEquals(certificate, FrontProxyClient) ? FrontProxy.Authority : Cluster.Authority;

    /// <summary>For the administrator, and for a scheduler and a controller manager that run elsewhere.</summary>
    public void WriteKubeconfigs(string directory, string address)
    {
        foreach (var user in (KeptCertificate[])[Admin, Scheduler, ControllerManager])
            SecretFile.Write(Path.Combine(directory, user.Profile.Name + ".kubeconfig"), KubeconfigText.For(address, Cluster.BundlePem, user.Current.Issued));
    }

    /// <summary>The file kubeadm has it in.</summary>
    private static TokenKey OpenTokenKey(string file)
    {
        if (File.Exists(file)) return TokenKey.Load(File.ReadAllText(file));
        var key = TokenKey.Create();
        SecretFile.Write(file, key.ExportPem());
        return key;
    }
}

/// <summary>Where a server is reached, for its certificate.</summary>
/// <param name="Listen">Where it listens; everywhere stands for all addresses of the machine.</param>
/// <param name="Advertised">Where others are told it is.</param>
/// <param name="Service">The address of the <c>kubernetes</c> service.</param>
internal sealed record PkiNames(IPAddress Listen, IPAddress? Advertised, IPAddress Service)
{
    public IReadOnlyList<IPAddress> Addresses()
    {
        List<IPAddress> addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, Service];
        if (Listen.Equals(IPAddress.Any) || Listen.Equals(IPAddress.IPv6Any)) addresses.AddRange(OwnAddresses());
        else addresses.Add(Listen);
        if (Advertised is not null) addresses.Add(Advertised);
        return [.. addresses.Distinct()];
    }

    private static IEnumerable<IPAddress> OwnAddresses() => System.Net.Dns.GetHostAddresses(System.Net.Dns.GetHostName())
        // Zones are of this machine only, and no part of a certificate's name.
        .Where(static address => address.AddressFamily == AddressFamily.InterNetwork
            || address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv6LinkLocal: false });
}
