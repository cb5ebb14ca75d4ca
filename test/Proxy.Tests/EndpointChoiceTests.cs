using Kybernet.Machinery.Kinds;
using Kybernet.Proxy.Model;

namespace Kybernet.Proxy.Tests;

public sealed class EndpointChoiceTests
{
    private static readonly NodeTopology s_node = new("here", "a");

    private static readonly ServicePortInfo s_cluster = new()
    {
        Name = new(new ObjectKey("ns1", "svc1"), "p80", "TCP"),
        ClusterIp = "10.96.0.1",
        Port = 80,
        Protocol = "tcp",
    };

    private static readonly ServicePortInfo s_internalLocal = s_cluster with { InternalPolicyLocal = true };

    private static readonly ServicePortInfo s_externalLocal = s_cluster with { ExternalPolicyLocal = true, NodePort = 30000 };

    // An endpoint: a letter and what it is: L local, n not ready, t terminating and serving, /zones, @nodes.
    [Theory]
    [InlineData("a b", "a b")]
    [InlineData("a bn", "a")]
    [InlineData("at bn", "a")]
    [InlineData("a bt", "a")]
    [InlineData("an bn", "")]
    [InlineData("a/a b/b", "a")]
    [InlineData("a/b b/b", "a b")]
    [InlineData("a/a b", "a b")]
    [InlineData("a/a bn", "a")]
    [InlineData("a@here/a b@there/a", "a")]
    [InlineData("a@there/a b@there/b", "a")]
    [InlineData("a@there b@there", "a b")]
    public void For_PolicyCluster_PrefersReadyAndHinted(string endpoints, string expected) =>
        Assert.Equal(expected, Names(EndpointChoice.For(s_cluster, Read(endpoints), s_node).Cluster));

    [Theory]
    [InlineData("aL b", "a", true)]
    [InlineData("a b", "", true)]
    [InlineData("aLt b", "a", true)]
    [InlineData("aLt bL", "b", true)]
    [InlineData("aLn bn", "", false)]
    [InlineData("aLn bt", "", true)]
    public void For_InternalPolicyLocal_UsesThisNodesOnly(string endpoints, string expected, bool hasAny)
    {
        var choice = EndpointChoice.For(s_internalLocal, Read(endpoints), s_node);

        Assert.Equal((expected, "", hasAny), (Names(choice.Local), Names(choice.Cluster), choice.HasAny));
    }

    [Fact]
    public void For_ExternalPolicyLocal_HasBothAndEachOnce()
    {
        var choice = EndpointChoice.For(s_externalLocal, Read("aL b cLt"), s_node);

        Assert.Equal(("a b", "a", "a b"), (Names(choice.Cluster), Names(choice.Local), Names(choice.All)));
    }

    private static string Names(ProxyEndpoint[] endpoints) => string.Join(' ', endpoints.Select(endpoint => endpoint.Ip));

    private static ProxyEndpoint[] Read(string text) => [.. text.Split(' ').Select(word =>
    {
        var parts = word.Split('/', '@');
        var marks = parts[0][1..];
        return new ProxyEndpoint(word[..1], 80)
        {
            IsLocal = marks.Contains('L', StringComparison.Ordinal),
            IsReady = !marks.Contains('n', StringComparison.Ordinal) && !marks.Contains('t', StringComparison.Ordinal),
            IsServing = !marks.Contains('n', StringComparison.Ordinal),
            IsTerminating = marks.Contains('t', StringComparison.Ordinal),
            ZoneHints = word.Contains('/', StringComparison.Ordinal) ? [word.Split('/')[1]] : [],
            NodeHints = word.Contains('@', StringComparison.Ordinal) ? [word.Split('@')[1].Split('/')[0]] : [],
        };
    })];
}
