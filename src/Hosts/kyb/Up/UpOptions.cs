using System.Net;
using Kybernet.Hosts.Kyb.Server;

namespace Kybernet.Hosts.Kyb.Up;

/// <summary>How <c>kyb up</c> was started.</summary>
internal sealed record UpOptions
{
    /// <summary>Everything the cluster has on disk; removed when it ends, unless it is to be kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Sockets; short, since a socket's path has at most 108 bytes.</summary>
    public required string StateDirectory { get; init; }

    public required IPEndPoint Listen { get; init; }

    /// <summary>Where nodes and pods reach the server, and the first node's own.</summary>
    public required IPAddress Address { get; init; }

    public required string NodeName { get; init; }

    /// <summary>How many nodes in network namespaces; 0 for one on this machine itself.</summary>
    public int Nodes { get; init; }

    /// <summary>Of the nodes in namespaces: the switch has the first address.</summary>
    public IPNetwork NodeNetwork { get; init; } = new(new([172, 30, 0, 0]), 24);

    public string ImageDirectory { get; init; } = "";

    public string[] ClusterCidrs { get; init; } = ClusterNetworks.Pods;

    public IPAddress DnsAddress { get; init; } = ClusterNetworks.Dns;

    /// <summary>The cluster goes on at the next <c>kyb up</c> of the same directory.</summary>
    public bool Keeps { get; init; }

    public required VersionFacts Version { get; init; }
}
