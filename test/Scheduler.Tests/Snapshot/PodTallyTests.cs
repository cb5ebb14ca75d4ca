using Kybernet.Machinery.Selectors;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Tests.Snapshot;

public sealed class PodTallyTests
{
    private readonly NodeTable _table = Given.Table(Given.Node("a"), Given.Node("b"));

    [Fact]
    public void TallyOf_PodsThere_CountsThoseOfNamespaceAndSelectorThatStay()
    {
        Add(Given.Pod("one", metadata: "{labels: {app: web}}"));
        Add(Given.Pod("other", metadata: "{labels: {app: api}}"));
        Add(Given.Pod("going", metadata: "{labels: {app: web}, deletionTimestamp: '2024-01-01T00:00:00Z'}"));

        Assert.Equal([1, 0], Counts("app=web"));
        Assert.Equal(0, _table.TallyOf("elsewhere", Selector.Parse("app=web"))[_table.RowOf("a")]);
        Assert.Equal(0, _table.TallyOf("default", Selector.Nothing)[_table.RowOf("a")]);
    }

    [Fact]
    public void TallyOf_PodsComeAndGoAfterwards_IsInStep()
    {
        var tally = _table.TallyOf("default", Selector.Parse("app=web"));
        var pod = Add(Given.Pod("one", metadata: "{labels: {app: web}}"));
        Add(Given.Pod("two", metadata: "{labels: {app: web}}"));
        Assert.Equal([2, 0], Counts("app=web"));

        _table.RemovePod(pod, "a");
        Assert.Equal([1, 0], Counts("app=web"));
        Assert.Same(tally, _table.TallyOf("default", Selector.Parse("app=web")));

        _table.RemoveNode("a");
        _table.SetNode(Given.Node("a"));
        Assert.Equal([1, 0], Counts("app=web"));
    }

    [Fact]
    public void TallyOf_ManySelectors_ForgetsTheOldest()
    {
        var first = _table.TallyOf("default", Selector.Parse("app=web"));
        var second = _table.TallyOf("default", Selector.Parse("app=api"));
        Assert.Same(first, _table.TallyOf("default", Selector.Parse("app=web")));

        for (var i = 0; i < 15; i++) _table.TallyOf("default", Selector.Parse($"app=n{i}"));

        Assert.Same(first, _table.TallyOf("default", Selector.Parse("app=web")));
        Assert.NotSame(second, _table.TallyOf("default", Selector.Parse("app=api")));
    }

    private PodInfo Add(Api.Core.V1.Pod pod)
    {
        var info = PodInfo.Of(pod, _table.Resources);
        _table.AddPod(info, "a");
        return info;
    }

    private int[] Counts(string selector)
    {
        var tally = _table.TallyOf("default", Selector.Parse(selector));
        return [tally[_table.RowOf("a")], tally[_table.RowOf("b")]];
    }
}
