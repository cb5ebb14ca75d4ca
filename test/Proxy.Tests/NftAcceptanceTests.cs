using System.Globalization;
using Kybernet.Base.Processes;
using Kybernet.Machinery.Kinds;
using Kybernet.Proxy.Model;
using Kybernet.Proxy.Nftables;
using Kybernet.Proxy.Tests.Networks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Proxy.Tests;

/// <summary>The kernel takes every kind of rule, in both families, and every way from one state to another.</summary>
public sealed class NftAcceptanceTests
{
    private static readonly ObjectKey s_key = new("ns1", "svc1");
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(IpFamily.V4, "10.0.0.", "10.0.0.0/8")]
    [InlineData(IpFamily.V6, "fd00::", "fd00::/64")]
    public async Task Sync_EveryKindOfService_IsAccepted(IpFamily family, string prefix, string range)
    {
        Assert.SkipUnless(TestNode.IsPossible, "needs root and nft");
        await using var node = await TestNode.CreateAsync(0, _cancel);
        var dialect = new NftDialect(family)
        {
            PodRanges = family.RangesOf([range]),
            ServiceRanges = family.RangesOf([range]),
            NodePortAddresses = [prefix + "9"],
        };
        var rules = new ServiceRules(dialect, new("here", "a") { Addresses = [prefix + "9"] });
        var proxy = new FamilyProxy(family, HostCommand.In(node.Node), new(), TimeProvider.System, NullLogger.Instance);
        var port = Everything(prefix);

        (int, int, bool)[] states = [(0, 1, false), (0, 3, true), (0, 40, false), (60, 3, true), (90, 3, false), (90, 40, true), (0, 0, false)];
        foreach (var (sticky, endpoints, isLocal) in states)
        {
            var info = port with { StickySeconds = sticky, ExternalPolicyLocal = isLocal };
            var found = Endpoints(prefix, endpoints);
            var fragment = rules.Of([info, info with { Protocol = "udp" }, info with { Protocol = "sctp" }], found);

            Assert.True(await proxy.SyncAsync(dialect, [KeyValuePair.Create(s_key, fragment)], _cancel), $"sticky {sticky}, {endpoints} endpoints");
        }

        proxy.RequestFullSync();
        Assert.True(await proxy.SyncAsync(dialect, [KeyValuePair.Create(s_key, NftFragment.Empty)], _cancel));
    }

    [Fact]
    public async Task Sync_SomebodyDeletedTheTable_NextOneWritesEverything()
    {
        Assert.SkipUnless(TestNode.IsPossible, "needs root and nft");
        await using var node = await TestNode.CreateAsync(0, _cancel);
        var dialect = new NftDialect(IpFamily.V4);
        var rules = new ServiceRules(dialect, new("here", "a"));
        var proxy = new FamilyProxy(IpFamily.V4, HostCommand.In(node.Node), new(), TimeProvider.System, NullLogger.Instance);
        Assert.True(await proxy.SyncAsync(dialect, [Change(2)], _cancel));
        await proxy.CleanUpAsync(_cancel);

        Assert.False(await proxy.SyncAsync(dialect, [Change(3)], _cancel));
        Assert.True(await proxy.SyncAsync(dialect, [], _cancel));

        var listed = await HostCommand.In(node.Node).RunAsync("nft", ["list", "table", "ip", "kube-proxy"], "", _cancel);
        Assert.Contains("10.0.0.102:80", listed.Output, StringComparison.Ordinal);

        KeyValuePair<ObjectKey, NftFragment> Change(int count) =>
            KeyValuePair.Create(s_key, rules.Of([Everything("10.0.0.")], Endpoints("10.0.0.", count)));
    }

    private static ServicePortInfo Everything(string prefix) => new()
    {
        Name = new(s_key, "p80", "TCP"),
        ClusterIp = prefix + "1",
        Port = 80,
        Protocol = "tcp",
        NodePort = 30080,
        ExternalIps = [prefix + "2"],
        LoadBalancerVips = [prefix + "3"],
        SourceRanges = IpFamily.V4.RangesOf([prefix + "0/24"]) is { Length: > 0 } v4 ? v4 : IpFamily.V6.RangesOf([prefix + "/64"]),
    };

    private static Dictionary<(string, string), ProxyEndpoint[]> Endpoints(string prefix, int count) => new()
    {
        [("p80", "TCP")] =
        [
            .. Enumerable.Range(0, count).Select(i =>
                new ProxyEndpoint(string.Create(CultureInfo.InvariantCulture, $"{prefix}{100 + i}"), 80) { IsLocal = i % 2 == 0 }),
        ],
    };
}
