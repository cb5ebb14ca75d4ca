using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Proxy.Model;
using Kybernet.Proxy.Nftables;
using static Kybernet.Proxy.Tests.Builders;

namespace Kybernet.Proxy.Tests;

public sealed class ServiceRulesTests
{
    // Upstream's names: pkg/proxy/nftables/proxier_test.go has this one.
    private const string Chain = "service-ULMVA6XW-ns1/svc1/tcp/p80";

    private static readonly NftDialect s_dialect = new(IpFamily.V4) { PodRanges = IpFamily.V4.RangesOf(["10.0.0.0/8"]) };

    [Fact]
    public void Of_ClusterIp_LeadsToChainThatPicksOne()
    {
        var fragment = Rules(Service("svc1", "172.30.0.41", Port(80)), Slice("svc1", 80, Endpoint("10.180.0.1"), Endpoint("10.180.0.2")));

        Assert.Equal($"goto {Chain}", fragment.Elements[new("service-ips", "172.30.0.41 . tcp . 80")]);
        Assert.Contains(new("cluster-ips", "172.30.0.41"), fragment.Elements.Keys);
        Assert.Equal(
            ["meta l4proto tcp numgen random mod 2 0 dnat to 10.180.0.1:80", "meta l4proto tcp dnat to 10.180.0.2:80"], fragment.Chains[Chain]);
    }

    [Fact]
    public void Of_NoEndpoints_IsRejected()
    {
        var fragment = Rules(Service("svc1", "172.30.0.41", Port(80, nodePort: 30080)), Slice("svc1", 80, Endpoint("10.180.0.1").NotReady()));

        Assert.Equal("goto reject-chain", fragment.Elements[new("no-endpoint-services", "172.30.0.41 . tcp . 80")]);
        Assert.Equal("goto reject-chain", fragment.Elements[new("no-endpoint-nodeports", "tcp . 30080")]);
        Assert.Empty(fragment.Chains);
    }

    [Fact]
    public void Of_NodePort_Masquerades()
    {
        var fragment = Rules(Service("svc1", "172.30.0.41", Port(80, nodePort: 30080)), Slice("svc1", 80, Endpoint("10.180.0.1")));

        Assert.Equal("goto external-ULMVA6XW-ns1/svc1/tcp/p80", fragment.Elements[new("service-nodeports", "tcp . 30080")]);
        Assert.Equal(["mark set mark or 0x00004000", $"goto {Chain}"], fragment.Chains["external-ULMVA6XW-ns1/svc1/tcp/p80"]);
    }

    [Fact]
    public void Of_LocalWithoutLocalEndpoint_DropsFromOutsideOnly()
    {
        var service = Service("svc1", "172.30.0.41", Port(80, nodePort: 30080));
        service = service with { Spec = service.Spec with { Type = "NodePort", ExternalTrafficPolicy = "Local" } };

        var fragment = Rules(service, Slice("svc1", 80, Endpoint("10.180.0.1")));

        Assert.Equal("drop", fragment.Elements[new("no-endpoint-nodeports", "tcp . 30080")]);
        Assert.Equal(1, fragment.ExternalWithoutLocal);
        Assert.Equal(
            [
                $"ip saddr {{ 10.0.0.0/8 }} goto {Chain}", "fib saddr type local mark set mark or 0x00004000", $"fib saddr type local goto {Chain}",
            ],
            fragment.Chains["external-ULMVA6XW-ns1/svc1/tcp/p80"]);
    }

    [Fact]
    public void Of_SourceRanges_GuardTheVip()
    {
        var service = Service("svc1", "172.30.0.41", Port(80));
        service = service with
        {
            Spec = service.Spec with { Type = "LoadBalancer", LoadBalancerSourceRanges = [" 192.168.7.9/24"] },
            Status = new() { LoadBalancer = new() { Ingress = [new() { Ip = "1.2.3.4" }, new() { Ip = "5.6.7.8", IpMode = "Proxy" }] } },
        };

        var fragment = Rules(service, Slice("svc1", 80, Endpoint("10.180.0.1")));

        Assert.Equal("goto firewall-ULMVA6XW-ns1/svc1/tcp/p80", fragment.Elements[new("firewall-ips", "1.2.3.4 . tcp . 80")]);
        Assert.Equal(["ip saddr != { 192.168.7.0/24, 1.2.3.4 } drop"], fragment.Chains["firewall-ULMVA6XW-ns1/svc1/tcp/p80"]);
        Assert.DoesNotContain(fragment.Elements.Keys, element => element.Key.StartsWith("5.6", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_SessionAffinity_RemembersClientsByEndpoint()
    {
        var service = Service("svc1", "172.30.0.41", Port(80));
        service = service with
        {
            Spec = service.Spec with { SessionAffinity = "ClientIP", SessionAffinityConfig = new() { ClientIP = new() { TimeoutSeconds = 60 } } },
        };

        var fragment = Rules(service, Slice("svc1", 80, Endpoint("10.180.0.1")));

        var (set, seconds) = Assert.Single(fragment.AffinitySets);
        Assert.Equal(("affinity-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80", 60), (set, seconds));
        Assert.Equal([$"ip saddr @{set} goto endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80", "goto endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80"],
            fragment.Chains[Chain]);
    }

    [Theory]
    [InlineData("None")]
    [InlineData("")]
    [InlineData("fd00::1")]
    public void Of_NoAddressOfTheFamily_HasNoPorts(string clusterIp) =>
        Assert.Empty(ServicePorts.Of(Service("svc1", clusterIp, Port(80)), IpFamily.V4));

    [Fact]
    public void Of_LocalEndpoint_IsInHairpinSet()
    {
        var fragment = Rules(Service("svc1", "172.30.0.41", Port(80)), Slice("svc1", 8080, Endpoint("10.180.0.1", "here")));

        Assert.Contains(new("hairpin-connections", "10.180.0.1 . 10.180.0.1 . tcp . 8080"), fragment.Elements.Keys);
    }

    private static NftFragment Rules(Service service, params EndpointSlice[] slices) =>
        new ServiceRules(s_dialect, new("here", "a") { Addresses = ["192.168.7.2"] })
            .Of(ServicePorts.Of(service, IpFamily.V4), SliceEndpoints.Of(slices, IpFamily.V4, "here"));
}
