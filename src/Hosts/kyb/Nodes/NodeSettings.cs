using System.Net;
using Kybernet.Dns;
using Kybernet.Kubelet;
using Kybernet.PodNetwork;
using Kybernet.Proxy;

namespace Kybernet.Hosts.Kyb.Nodes;

/// <summary>What a node's components are told.</summary>
internal static class NodeSettings
{
    public const int KubeletPort = 10250;

    public static KubeletOptions Kubelet(NodeHostOptions options) => new()
    {
        NodeName = options.NodeName,
        NodeIP = options.Address,
        RootDirectory = Path.Combine(options.DataDirectory, "kubelet"),
        PodLogsDirectory = Path.Combine(options.DataDirectory, "pod-logs"),
        ImageDirectory = options.ImageDirectory,
        ClusterDns = [options.DnsAddress.ToString()],
        Port = KubeletPort,
        CgroupRoot = options.CgroupRoot,
        Version = options.Version,
        Containerd = new()
        {
            RootDirectory = Path.Combine(options.DataDirectory, "containerd"),
            StateDirectory = Path.Combine(options.StateDirectory, "containerd"),
            CniConfigDirectory = Path.Combine(options.StateDirectory, "cni"),
            CniBinDirectory = options.CniBinDirectory,
        },
    };

    public static PodNetworkOptions Network(NodeHostOptions options) => new()
    {
        NodeName = options.NodeName,
        ClusterCidrs = options.ClusterCidrs,
        CniDirectory = Path.Combine(options.StateDirectory, "cni"),
        AddressDirectory = Path.Combine(options.StateDirectory, "addresses"),
    };

    public static ProxyOptions Proxy(NodeHostOptions options) => new()
    {
        NodeName = options.NodeName,
        ClusterCidrs = options.ClusterCidrs,
        HealthzAddress = new(options.Address, 10256),
        MetricsAddress = new(IPAddress.Loopback, 10249),
    };

    public static DnsOptions Dns(NodeHostOptions options) => new()
    {
        NodeName = options.NodeName,
        NodeAddress = options.Address,
        ServiceAddress = options.DnsAddress,
        MetricsAddress = new(options.Address, 9153),
    };
}
