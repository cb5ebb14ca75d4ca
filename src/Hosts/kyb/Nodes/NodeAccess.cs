using Kybernet.Client;
using Kybernet.Client.Transport;
using Kybernet.Dns.Publication;
using Kybernet.Hosts.Kyb.Server;

namespace Kybernet.Hosts.Kyb.Nodes;

/// <summary>The ways to the API that a node's components have, each with rights of its own.</summary>
/// <param name="Names">The resources of kinds.</param>
/// <param name="Kubelet">As <c>system:node:NAME</c>.</param>
/// <param name="Proxy">As <c>system:kube-proxy</c>: for the service proxy and the pod network, which read all nodes.</param>
/// <param name="Dns">As the DNS server's account.</param>
internal sealed record NodeAccess(KindNames Names, IApiTransport Kubelet, IApiTransport Proxy, IApiTransport Dns)
{
    /// <summary>For a node in the process of its API server.</summary>
    public static NodeAccess InProcess(Identities identities, string nodeName)
    {
        const string Accounts = "system:serviceaccounts";
        return new(
            identities.Names, identities.Transport($"system:node:{nodeName}", "system:nodes"), identities.Transport(ComponentUsers.Proxy),
            identities.Transport(DnsAccess.UserName, Accounts, Accounts + ":kube-system"));
    }
}
