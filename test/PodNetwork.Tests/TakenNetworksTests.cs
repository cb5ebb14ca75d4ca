using System.Net;
using Kybernet.PodNetwork.Racks;

namespace Kybernet.PodNetwork.Tests;

public sealed class TakenNetworksTests
{
    [Theory]
    [InlineData("default via 10.0.0.254 dev eth0\n10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.1\n", null)]
    [InlineData("172.30.0.0/24 dev br0 proto kernel scope link src 172.30.0.1", "172.30.0.0/24 dev br0 proto kernel scope link src 172.30.0.1")]
    [InlineData("172.16.0.0/12 via 10.0.0.1 dev eth0", "172.16.0.0/12 via 10.0.0.1 dev eth0")]
    [InlineData("172.30.0.77 dev wg0 scope link", "172.30.0.77 dev wg0 scope link")]
    [InlineData("unreachable 172.30.0.128/25", "unreachable 172.30.0.128/25")]
    [InlineData("172.30.1.0/24 dev br1\n172.29.0.0/16 dev br2", null)]
    [InlineData("", null)]
    public void Find_Routes_IsTheOneThatSharesAddresses(string routes, string? expected) =>
        Assert.Equal(expected, TakenNetworks.Find(routes, IPNetwork.Parse("172.30.0.0/24")));
}
