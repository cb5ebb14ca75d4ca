using Kybernet.Api.Core.V1;
using Kybernet.Controllers.NodeIpam;
using Kybernet.Controllers.Tests.Running;

namespace Kybernet.Controllers.Tests.NodeIpam;

public sealed class NodeIpamControllerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_GetRangesOfTheirOwn_BesideThoseInUseAndTheServices()
    {
        var options = ControllersOptions.Default with { ClusterCidrs = ["10.0.0.0/22"], ServiceCidrs = ["10.0.0.0/24"] };
        await using var made = await ControllersUnderTest.StartAsync(options, Cancel);
        await made.Cluster.Client.CreateAsync(
            new Node { Metadata = new() { Name = "old" }, Spec = new() { PodCIDR = "10.0.1.0/24", PodCIDRs = ["10.0.1.0/24"] } }, Cancel);

        made.Run(NodeIpamController.Create);
        foreach (var name in new[] { "a", "b" }) await made.Cluster.Client.CreateAsync(new Node { Metadata = new() { Name = name } }, Cancel);

        var a = await made.Cluster.EventuallyAsync<Node>("a", static node => node.Spec.PodCIDR.Length > 0, Cancel);
        var b = await made.Cluster.EventuallyAsync<Node>("b", static node => node.Spec.PodCIDR.Length > 0, Cancel);
        Assert.Equal(["10.0.2.0/24", "10.0.3.0/24"], new[] { a.Spec.PodCIDR, b.Spec.PodCIDR }.Order(StringComparer.Ordinal));
        Assert.Equal([a.Spec.PodCIDR], a.Spec.PodCIDRs);
    }
}
