namespace Kybernet.PodNetwork;

/// <summary>How packets for another node's pods get there.</summary>
public enum PodNetworkBackend
{
    /// <summary>Routed by the node's own address: fastest, and all nodes must be neighbours on one network.</summary>
    HostGateway,

    /// <summary>Wrapped in UDP: any network between nodes does.</summary>
    Vxlan,
}

/// <summary>The settings of a node's pod network.</summary>
public sealed record PodNetworkOptions
{
    public required string NodeName { get; init; }

    /// <summary>All pods' addresses. What pods send elsewhere leaves with their node's address. Empty: nothing is masqueraded.</summary>
    public string[] ClusterCidrs { get; init; } = [];

    public PodNetworkBackend Backend { get; init; } = PodNetworkBackend.HostGateway;

    /// <summary>Where the container runtime looks for its network.</summary>
    public string CniDirectory { get; init; } = "/etc/cni/net.d";

    /// <summary>The runtime takes the first file by name.</summary>
    public string CniFile { get; init; } = "10-kybernet.conflist";

    /// <summary>Where the plugin <c>host-local</c> keeps what it gave away. Nodes that share a disk need one each.</summary>
    public string AddressDirectory { get; init; } = "/var/lib/cni/networks";

    public string Bridge { get; init; } = "cni0";

    /// <summary>Of pods' interfaces; 0 for that of the node's own, less what the back-end adds.</summary>
    public int Mtu { get; init; }

    public string VxlanDevice { get; init; } = "kyb.vxlan";

    public int VxlanId { get; init; } = 1;

    public int VxlanPort { get; init; } = 8472;

    /// <summary>Everything is looked at again so often, also without a change of a Node: others change routes too.</summary>
    public TimeSpan ResyncPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The node's network namespace, as a path; empty for that of the process.</summary>
    public string NetworkNamespace { get; init; } = "";
}
