using Kybernet.Scheduler.Plugins.ImageLocality;
using Kybernet.Scheduler.Plugins.NodeName;
using Kybernet.Scheduler.Plugins.NodePorts;
using Kybernet.Scheduler.Plugins.NodeUnschedulable;
using Kybernet.Scheduler.Plugins.SchedulingGates;

namespace Kybernet.Scheduler.Tests.Plugins;

public sealed class SmallPluginsTests
{
    [Theory]
    [InlineData("", "fits", "fits")]
    [InlineData("b", "node(s) didn't match the requested node name", "fits")]
    public void NodeName_Given_LeavesOne(string name, string first, string second)
    {
        var table = Given.Table(Given.Node("a"), Given.Node("b"));

        Assert.Equal([first, second], table.Filtered(new NodeNamePlugin(), Given.PodAsking("{}", node: name)));
    }

    [Theory]
    [InlineData("[]", "node(s) were unschedulable")]
    [InlineData("[{key: node.kubernetes.io/unschedulable, operator: Exists, effect: NoSchedule}]", "fits")]
    public void NodeUnschedulable_Cordoned_NeedsAToleration(string tolerations, string expected)
    {
        var table = Given.Table(Given.Node("a", spec: "unschedulable: true"), Given.Node("b"));

        var pod = Given.Pod(spec: $"{{containers: [{{name: a}}], tolerations: {tolerations}}}");

        Assert.Equal([expected, "fits"], table.Filtered(new NodeUnschedulablePlugin(), pod));
    }

    [Theory]
    [InlineData("{hostPort: 8080}", "{hostPort: 9090}", true)]
    [InlineData("{hostPort: 8080, protocol: UDP, hostIP: 127.0.0.1}", "{hostPort: 8080, protocol: UDP, hostIP: 127.0.0.1}", false)]
    [InlineData("{hostPort: 8080, protocol: UDP, hostIP: 127.0.0.1}", "{hostPort: 8080, protocol: UDP, hostIP: 127.0.0.2}", true)]
    [InlineData("{hostPort: 8080, protocol: UDP}", "{hostPort: 8080, protocol: TCP}", true)]
    [InlineData("{hostPort: 8001, hostIP: 0.0.0.0}", "{hostPort: 8001, hostIP: 127.0.0.1}", false)]
    [InlineData("{hostPort: 8001, hostIP: 10.0.10.10}", "{hostPort: 8001}", false)]
    public void NodePorts_Used_AreNotGivenTwice(string wanted, string used, bool fits)
    {
        var table = Given.Table(Given.Node("a")).With(Given.Pod("used", $"{{nodeName: a, containers: [{{name: a, ports: [{used}]}}]}}"));

        var verdicts = table.Filtered(new NodePortsPlugin(table.Resources), Given.Pod(spec: $"containers: [{{name: a, ports: [{wanted}]}}]"));

        Assert.Equal([fits ? "fits" : "node(s) didn't have free ports for the requested pod ports"], verdicts);
    }

    /// <summary>Upstream's arithmetic: 250 MB on one of two nodes counts half, 40 MB of another image on the other counts half too.</summary>
    [Fact]
    public void ImageLocality_LargeImages_DrawPods()
    {
        var table = Given.Table(
            Given.Node("a", status: "images: [{names: ['gcr.io/40:latest'], sizeBytes: 41943040}, {names: ['gcr.io/300:latest'], sizeBytes: 314572800}]"),
            Given.Node("b", status: "images: [{names: ['gcr.io/250:latest'], sizeBytes: 262144000}]"));

        var pod = Given.Pod(spec: "containers: [{name: a, image: gcr.io/40}, {name: b, image: gcr.io/250}]");

        Assert.Equal([0, 5], table.Scored(new ImageLocalityPlugin(), pod)!);
        Assert.Null(table.Scored(new ImageLocalityPlugin(), Given.Pod(spec: "containers: [{name: a, image: gcr.io/none}]")));
    }

    [Theory]
    [InlineData("[]", null)]
    [InlineData("[{name: a}, {name: b}]", "waiting for scheduling gates: [a b]")]
    public void SchedulingGates_Present_HoldThePod(string gates, string? expected) =>
        Assert.Equal(expected, new SchedulingGatesPlugin().PreEnqueue(Given.Pod(spec: $"{{containers: [{{name: a}}], schedulingGates: {gates}}}"))?.Message);
}
