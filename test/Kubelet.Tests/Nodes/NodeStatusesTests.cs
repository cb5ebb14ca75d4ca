using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Environment;
using Kybernet.Kubelet.Nodes;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Tests.Nodes;

public sealed class NodeStatusesTests
{
    /// <summary>Facts: upstream's <c>nodestatus/setters.go</c>, <c>MachineInfo</c>.</summary>
    [Theory]
    [InlineData("example.com/gpu", true)]
    [InlineData("hugepages-2Mi", false)]
    public void Compute_ResourceThatOthersGave_Stays(string resource, bool expected)
    {
        var own = MapOf<Quantity>.Empty.SetItem("cpu", Quantity.Parse("2"));
        var old = new NodeStatus { Capacity = own.SetItem(resource, Quantity.Parse("5")), Allocatable = own };

        var facts = new NodeFacts("n", [], own, own);
        var now = Time.Parse("2026-01-01T00:00:00Z");
        var status = NodeStatuses.Compute(old, new KubeletOptions { NodeName = "n" }, facts, NodeSystemInfo.Empty, new("", []), now);

        Assert.Equal(expected, status.Capacity.ContainsKey(resource));
        Assert.Equal(expected, status.Allocatable.ContainsKey(resource));
    }
}
