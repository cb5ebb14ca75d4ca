using Kybernet.Machinery.Kinds;
using Kybernet.Proxy.Model;
using Kybernet.Proxy.Nftables;

namespace Kybernet.Proxy.Tests;

public sealed class RuleTableTests
{
    private static readonly NftDialect s_dialect = new(IpFamily.V4);
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RuleTable _table = new();

    [Fact]
    public void Change_NewService_AddsChainBeforeWhatLeadsThere()
    {
        var text = Change("a", Fragment("c/a", "r1", "1.1.1.1"));

        Assert.Equal(
            """
            add chain ip kube-proxy c/a
            add rule ip kube-proxy c/a r1
            add element ip kube-proxy service-ips { 1.1.1.1 : goto c/a }

            """,
            text);
    }

    [Fact]
    public void Change_RulesDiffer_RewritesThatChainOnly()
    {
        Change("a", Fragment("c/a", "r1", "1.1.1.1"));
        Change("b", Fragment("c/b", "r1", "1.1.1.2"));

        var text = Change("a", Fragment("c/a", "r2", "1.1.1.1"));

        Assert.Equal("flush chain ip kube-proxy c/a\nadd rule ip kube-proxy c/a r2\n", text);
    }

    [Fact]
    public void Change_Same_IsEmpty()
    {
        Change("a", Fragment("c/a", "r1", "1.1.1.1"));

        Assert.Equal("", Change("a", Fragment("c/a", "r1", "1.1.1.1")));
    }

    [Fact]
    public void Change_Gone_EmptiesChainNowAndDeletesItASecondLater()
    {
        Change("a", Fragment("c/a", "r1", "1.1.1.1"));

        Assert.Equal("delete element ip kube-proxy service-ips { 1.1.1.1 }\nflush chain ip kube-proxy c/a\n", Change("a", NftFragment.Empty));
        Assert.True(_table.Sweep(s_dialect, s_now).IsEmpty);
        Assert.Equal("delete chain ip kube-proxy c/a\n", _table.Sweep(s_dialect, s_now.AddSeconds(1)).ToString());
        Assert.Empty(_table.Services);
    }

    [Fact]
    public void Change_BackBeforeSweep_ChainStays()
    {
        Change("a", Fragment("c/a", "r1", "1.1.1.1"));
        Change("a", NftFragment.Empty);

        Change("a", Fragment("c/a", "r1", "1.1.1.1"));

        Assert.True(_table.Sweep(s_dialect, s_now.AddSeconds(1)).IsEmpty);
    }

    [Fact]
    public void Change_TwoWantOneElement_SecondGetsItWhenFirstLetsGo()
    {
        Change("a", Fragment("c/a", "r1", "1.1.1.1"));
        Assert.DoesNotContain("element", Change("b", Fragment("c/b", "r1", "1.1.1.1")), StringComparison.Ordinal);

        var text = Change("a", NftFragment.Empty);

        Assert.Contains("delete element ip kube-proxy service-ips { 1.1.1.1 }\n", text, StringComparison.Ordinal);
        Assert.Contains("add element ip kube-proxy service-ips { 1.1.1.1 : goto c/b }\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Adopt_Leftovers_AreEmptiedAndSwept()
    {
        Change("a", Fragment("c/a", "r1", "1.1.1.1"));

        var text = _table.Adopt(s_dialect, ["services", "c/a", "c/old"], ["affinity-old", "cluster-ips"], s_now).ToString();

        Assert.Contains("flush chain ip kube-proxy c/old\n", text, StringComparison.Ordinal);
        Assert.Contains("delete set ip kube-proxy affinity-old\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("delete set ip kube-proxy cluster-ips", text, StringComparison.Ordinal);
        Assert.Equal("delete chain ip kube-proxy c/old\n", _table.Sweep(s_dialect, s_now.AddSeconds(1)).ToString());
    }

    private static NftFragment Fragment(string chain, string rule, string address)
    {
        var fragment = new NftFragment();
        fragment.Chains[chain] = [rule];
        fragment.Elements[new("service-ips", address)] = "goto " + chain;
        return fragment;
    }

    private string Change(string service, NftFragment fragment) =>
        _table.Change(s_dialect, [KeyValuePair.Create(new ObjectKey("ns", service), fragment)], s_now).ToString();
}
