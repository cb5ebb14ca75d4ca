using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.PodNetwork.Routes;

namespace Kybernet.PodNetwork.Tests;

public sealed class RoutePlanTests
{
    private static readonly NodePeer s_own = Peer("a", "172.30.0.2", "10.244.0.0/24");
    private static readonly PodNetworkOptions s_options = new() { NodeName = "a" };

    [Fact]
    public void For_HostGateway_GoesByNodesAddresses()
    {
        var plan = RoutePlan.For(s_options, s_own, [s_own, Peer("c", "172.30.0.4", "10.244.2.0/24"), Peer("b", "172.30.0.3", "10.244.1.0/24")]);

        Assert.Equal(["10.244.1.0/24 via 172.30.0.3", "10.244.2.0/24 via 172.30.0.4"], plan.Routes.Select(route => route.Text));
        Assert.Empty(plan.Ends);
    }

    [Fact]
    public void For_BothFamilies_EachGoesByItsOwn()
    {
        IPNetwork[] ranges = [IPNetwork.Parse("10.244.1.0/24"), IPNetwork.Parse("fd00:1::/64")];
        var peer = new NodePeer("b", [IPAddress.Parse("172.30.0.3"), IPAddress.Parse("fd01::3")], ranges);

        Assert.Equal(
            ["10.244.1.0/24 via 172.30.0.3", "fd00:1::/64 via fd01::3"], RoutePlan.For(s_options, s_own, [peer]).Routes.Select(route => route.Text));
    }

    [Fact]
    public void For_Vxlan_GoesThroughTunnel()
    {
        var plan = RoutePlan.For(s_options with { Backend = PodNetworkBackend.Vxlan }, s_own, [Peer("b", "172.30.0.3", "10.244.1.0/24")]);

        Assert.Equal("10.244.1.0/24 via 10.244.1.0 dev kyb.vxlan", Assert.Single(plan.Routes).Text);
        var end = Assert.Single(plan.Ends);
        Assert.Equal(("10.244.1.0", "172.30.0.3", TunnelEnd.MacOf(IPAddress.Parse("172.30.0.3"))), ($"{end.Address}", $"{end.Node}", end.Mac));
    }

    [Fact]
    public void Of_NodeWithoutRange_IsNoPeer() =>
        Assert.Null(NodePeer.Of(new Node { Status = new() { Addresses = [new() { Type = "InternalIP", Address = "172.30.0.2" }] } }));

    private static NodePeer Peer(string name, string address, string range) =>
        new(name, [IPAddress.Parse(address)], [IPNetwork.Parse(range)]);
}
