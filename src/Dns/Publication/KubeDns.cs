using System.Net;
using System.Net.Sockets;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using SlicePort = Kybernet.Api.Discovery.V1.EndpointPort;

namespace Kybernet.Dns.Publication;

/// <summary>
/// The objects users know: the Service <c>kube-dns</c>, and for each node an EndpointSlice with the server that runs there, hinted for that
/// node. So any service proxy sends a pod's queries to its own node, and other nodes' servers are not asked.
/// </summary>
public static class KubeDns
{
    public const string Namespace = "kube-system";
    public const string Name = "kube-dns";
    private const string Manager = "kybernet-dns";

    /// <summary>Without a selector: the servers are no pods.</summary>
    public static Service Service(IPAddress address) => new()
    {
        Metadata = new()
        {
            Namespace = Namespace,
            Name = Name,
            Labels = MapOf<string>.Empty
                .SetItem("k8s-app", Name).SetItem("kubernetes.io/cluster-service", "true").SetItem("kubernetes.io/name", "CoreDNS"),
        },
        Spec = new()
        {
            ClusterIP = address.ToString(),
            Ports =
            [
                new() { Name = "dns", Protocol = "UDP", Port = 53, TargetPort = 53 },
                new() { Name = "dns-tcp", Protocol = "TCP", Port = 53, TargetPort = 53 },
                new() { Name = "metrics", Protocol = "TCP", Port = 9153, TargetPort = 9153 },
            ],
        },
    };

    /// <param name="options">Where the server is.</param>
    /// <param name="port">The port it got.</param>
    /// <param name="node">Its node: the slice goes with it. Null when there is none.</param>
    public static EndpointSlice Slice(DnsOptions options, int port, Node? node) => new()
    {
        Metadata = new()
        {
            Namespace = Namespace,
            Name = $"{Name}-{options.NodeName}",
            Labels = MapOf<string>.Empty.SetItem("kubernetes.io/service-name", Name).SetItem("endpointslice.kubernetes.io/managed-by", Manager),
            OwnerReferences = node is null
                ? default
                : [new OwnerReference { ApiVersion = "v1", Kind = "Node", Name = node.Metadata.Name, Uid = node.Metadata.Uid }],
        },
        AddressType = options.NodeAddress.AddressFamily == AddressFamily.InterNetwork ? "IPv4" : "IPv6",
        Endpoints =
        [
            new()
            {
                Addresses = [options.NodeAddress.ToString()],
                Conditions = new() { Ready = true, Serving = true, Terminating = false },
                NodeName = options.NodeName,
                Hints = new() { ForNodes = [new() { Name = options.NodeName }] },
            },
        ],
        Ports =
        [
            new() { Name = "dns", Protocol = "UDP", Port = port },
            new() { Name = "dns-tcp", Protocol = "TCP", Port = port },
            .. options.MetricsAddress is { } metrics ? [new() { Name = "metrics", Protocol = "TCP", Port = metrics.Port }] : ListOf<SlicePort>.Empty,
        ],
    };
}
