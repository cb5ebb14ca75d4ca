using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Tests.Snapshot;

public sealed class NodeTableTests
{
    [Fact]
    public void Pods_ComeAndGo_SumsFollow()
    {
        var table = Given.Table(Given.Node("a", "{cpu: 4, memory: 1Gi, example.com/gpu: 2}"));
        var pod = PodInfo.Of(Given.PodAsking("{cpu: 1, memory: 1Mi, example.com/gpu: 1}"), table.Resources);
        var gpu = table.Resources.IdOf("example.com/gpu");

        table.AddPod(pod, "a");
        var row = table.RowOf("a");
        Assert.Equal((1000, 1 << 20, 1, 1), (table.Requested(0)[row], table.Requested(1)[row], table.Requested(gpu)[row], table.PodCounts[row]));

        table.RemovePod(pod, "a");
        Assert.Equal((0, 0, 0), (table.Requested(0)[row], table.Requested(gpu)[row], table.PodCounts[row]));
    }

    [Fact]
    public void Pods_BeforeTheirNode_AreCountedWhenItComes()
    {
        var table = Given.Table().With(Given.PodAsking("{cpu: 1}", node: "a"));

        table.SetNode(Given.Node("a", "{cpu: 4}"));

        Assert.Equal(1000, table.Requested(ResourceNames.Cpu)[table.RowOf("a")]);
    }

    [Fact]
    public void Nodes_RemovedAndBack_KeepTheirPods()
    {
        var table = Given.Table(Given.Node("a"), Given.Node("b")).With(Given.PodAsking("{cpu: 1}", node: "a"));

        table.RemoveNode("a");
        Assert.Equal(1, table.Count);
        table.SetNode(Given.Node("c"));
        table.SetNode(Given.Node("a"));

        Assert.Equal((1000, 0), (table.Requested(0)[table.RowOf("a")], table.Requested(0)[table.RowOf("c")]));
    }

    [Fact]
    public void Order_OfZones_TakesTurns()
    {
        var table = Given.Table(Zoned("a1", "a"), Zoned("a2", "a"), Zoned("a3", "a"), Zoned("b1", "b"), Zoned("c1", "c"), Zoned("c2", "c"));

        string[] names = [.. table.Order.ToArray().Select(table.NameOf)];

        Assert.Equal(["a1", "b1", "c1", "a2", "c2", "a3"], names);
    }

    [Fact]
    public void Labels_Changed_ColumnsFollow()
    {
        var table = Given.Table(Zoned("a1", "a"), Zoned("b1", "b"));
        var column = table.Labels.Find("topology.kubernetes.io/zone")!;
        Assert.NotEqual(column[table.RowOf("a1")], column[table.RowOf("b1")]);

        table.SetNode(Zoned("b1", "a"));
        Assert.Equal(column[table.RowOf("a1")], column[table.RowOf("b1")]);
        Assert.Equal(LabelTable.Absent, column.IdOf("b"));

        table.SetNode(Given.Node("b1"));
        Assert.Equal(LabelTable.Absent, column[table.RowOf("b1")]);
    }

    private static Api.Core.V1.Node Zoned(string name, string zone) => Given.Node(name, labels: $"{{topology.kubernetes.io/zone: {zone}}}");
}
