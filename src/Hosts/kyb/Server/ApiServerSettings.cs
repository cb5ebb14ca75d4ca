using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kybernet.ApiServer;
using Kybernet.Hosts.Kyb.Nodes;
using Kybernet.Hosts.Kyb.Joining;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>What the API server is told.</summary>
internal static class ApiServerSettings
{
    /// <summary>What probes and clients ask before they have credentials. All else needs some, unless <c>--anonymous-auth</c> says otherwise.</summary>
    private static readonly string[] s_publicPaths =
    [
        "/healthz", "/livez", "/readyz", "/version", "/version/",
        // Its authority, which kyb agent asks for before it believes the server (upstream: kubeadm's discovery by token).
        $"/api/v1/namespaces/kube-public/configmaps/{JoinFacts.ClusterInfo}",
    ];

    private static readonly (string Disabled, string Name)[] s_components = [("scheduler", "scheduler"), ("controllers", "controller-manager")];

    public static ApiServerOptions Of(ServerOptions options, ClusterPki pki)
    {
        var serving = new ServingContext(pki.Serving, () => pki.Cluster.Trusted);
        return options.ApiServer(new()
        {
            Listen = options.Listen,
            Advertise = Advertised(options),
            ServingCertificate = serving.Get,
            CurrentClientAuthorities = () => pki.Cluster.Trusted,
            FrontProxy = new() { CurrentAuthorities = () => pki.FrontProxy.Trusted, AllowedNames = [ClusterPki.FrontProxyName] },
            Authentication = new() { AnonymousPaths = [.. s_publicPaths] },
            OwnComponents = [.. s_components.Where(one => !options.Disabled.Contains(one.Disabled)).Select(static one => one.Name)],
            ServiceAccountKeys = [pki.ServiceAccounts],
            ServiceClusterIpRanges = [.. options.ServiceCidrs],
            // The order kubeadm gives: names of nodes need not resolve here.
            Kubelets = new()
            {
                CurrentCertificate = () => pki.KubeletClient.Current.Certificate,
                Authorities = [pki.Authority.Certificate],
                PreferredAddressTypes = ["InternalIP", "ExternalIP", "Hostname"],
            },
            Seed = RandomNumberGenerator.GetInt32(int.MaxValue),
            Version = new()
            {
                Major = "1",
                Minor = options.Version.GitVersion.Split('.')[1],
                GitVersion = options.Version.GitVersion,
                GitCommit = options.Version.GitCommit,
                GitTreeState = options.Version.GitTreeState,
                BuildDate = options.Version.BuildDate,
                Platform = $"linux/{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}",
            },
        });
    }

    /// <summary>Listening everywhere, the first address of an interface that is up (upstream: <c>--advertise-address</c>'s default).</summary>
    public static IPEndPoint? Advertised(ServerOptions options)
    {
        if (options.Advertise is { } given) return given;
        if (!options.Listen.Address.Equals(IPAddress.Any) || options.Listen.Port == 0) return null;
        return MachineAddress.First() is { } address ? new(address, options.Listen.Port) : null;
    }
}
