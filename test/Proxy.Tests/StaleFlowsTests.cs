using Kybernet.Proxy.Conntrack;
using Kybernet.Proxy.Nftables;

namespace Kybernet.Proxy.Tests;

public sealed class StaleFlowsTests
{
    private static readonly UdpFrontend[] s_frontends =
    [
        new("10.96.0.10", 53, [("10.244.0.5", 53)]),
        new(null, 30053, [("10.244.0.5", 53)]),
    ];

    [Theory]
    [InlineData("10.96.0.10", 53, "10.244.0.5", false)]
    [InlineData("10.96.0.10", 53, "10.244.0.6", true)]
    [InlineData("10.96.0.10", 54, "10.244.0.6", false)]
    [InlineData("10.96.0.11", 53, "10.244.0.6", false)]
    [InlineData("192.168.1.1", 30053, "10.244.0.6", true)]
    public void Of_Flow_IsStaleWhenAnotherAnswers(string to, int port, string from, bool isStale)
    {
        var line = $"udp      17 29 src=10.244.0.9 dst={to} sport=4000 dport={port} [UNREPLIED] src={from} dst=10.244.0.9 sport=53 dport=4000 mark=0 use=1";

        Assert.Equal(isStale, StaleFlows.Of([ConntrackFlow.Parse(line)!], s_frontends).Any());
    }
}
