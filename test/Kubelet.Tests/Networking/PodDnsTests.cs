using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Networking;

namespace Kybernet.Kubelet.Tests.Networking;

public sealed class PodDnsTests
{
    private static readonly ResolverFile s_node = ResolverFile.Parse("# x\nnameserver 9.9.9.9\nsearch example.com.\noptions edns0\n");

    [Theory]
    [InlineData("ClusterFirst", false, "10.96.0.10|ns.svc.cluster.local svc.cluster.local cluster.local example.com|ndots:5")]
    [InlineData("ClusterFirst", true, "9.9.9.9|example.com|edns0")]
    [InlineData("ClusterFirstWithHostNet", true, "10.96.0.10|ns.svc.cluster.local svc.cluster.local cluster.local example.com|ndots:5")]
    [InlineData("Default", false, "9.9.9.9|example.com|edns0")]
    [InlineData("None", false, "||")]
    public void For_Policies_AsUpstream(string policy, bool isHostNetwork, string expected)
    {
        var pod = new Pod { Metadata = new() { Namespace = "ns" }, Spec = new() { DnsPolicy = policy, HostNetwork = isHostNetwork } };

        var config = PodDns.For(pod, s_node, ["10.96.0.10"], "cluster.local");

        Assert.Equal(expected, $"{string.Join(' ', config.Servers)}|{string.Join(' ', config.Searches)}|{string.Join(' ', config.Options)}");
    }

    [Fact]
    public void For_OwnConfig_IsAddedAndReplacesOptions()
    {
        var own = new PodDNSConfig { Nameservers = ["1.1.1.1"], Options = [new PodDNSConfigOption { Name = "ndots", Value = "2" }] };
        var pod = new Pod { Metadata = new() { Namespace = "ns" }, Spec = new() { DnsPolicy = "ClusterFirst", DnsConfig = own } };

        var config = PodDns.For(pod, s_node, ["10.96.0.10"], "cluster.local");

        Assert.Equal(["10.96.0.10", "1.1.1.1"], config.Servers);
        Assert.Equal(["ndots:2"], config.Options);
    }
}
