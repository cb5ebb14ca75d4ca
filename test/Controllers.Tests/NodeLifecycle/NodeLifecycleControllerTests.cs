using Kybernet.Api.Core.V1;
using Kybernet.Controllers.NodeLifecycle;
using Kybernet.Controllers.Tests.Running;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Tests.NodeLifecycle;

public sealed class NodeLifecycleControllerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SilentNode_BecomesUnknown_IsTainted_AndItsPodsAreNotReady()
    {
        await using var made = await ControllersUnderTest.StartAsync(ControllersOptions.Default, Cancel, NodeLifecycleController.Create);
        await AddNodeAsync(made, "silent");
        await AddNodeAsync(made, "well");
        await AddPodAsync(made, "silent");

        await made.PassAsync(
            TimeSpan.FromSeconds(5),
            async () =>
            {
                await BeatAsync(made, "well");
                var node = (await made.Cluster.Client.GetAsync<Node>(new("silent"), Cancel)).Value;
                return node.Spec.Taints.Any(static taint => taint.Key == "node.kubernetes.io/unreachable" && taint.Effect == TaintEffect.NoExecute);
            },
            Cancel);

        var silent = (await made.Cluster.Client.GetAsync<Node>(new("silent"), Cancel)).Value;
        Assert.Equal("NodeStatusUnknown", silent.Status.Conditions[0].Reason);
        await made.Cluster.EventuallyAsync<Node>("silent", static node => node.Spec.Taints.Any(
            static taint => taint.Key == "node.kubernetes.io/unreachable" && taint.Effect == TaintEffect.NoSchedule), Cancel);
        await made.Cluster.EventuallyAsync<Pod>(
            "default/pod", static pod => pod.Status.Conditions[0].Status == ConditionStatus.False, Cancel);
        Assert.Contains(("silent", "Normal", "NodeNotReady", "Node silent status is now: NodeNotReady"), made.Events.All);
        Assert.Contains(("silent", "Normal", "RegisteredNode", "Node silent event: Registered Node silent in Controller"), made.Events.All);
        Assert.Contains(("pod", "Warning", "NodeNotReady", "Node is not ready"), made.Events.All);
    }

    [Fact]
    public async Task Conditions_BecomeNoScheduleTaints_AndGoWithThem()
    {
        await using var made = await ControllersUnderTest.StartAsync(ControllersOptions.Default, Cancel, NodeLifecycleController.Create);
        await AddNodeAsync(made, "a");
        await SetAsync(made, "a", NodeConditionType.MemoryPressure, ConditionStatus.True);
        await made.Cluster.EventuallyAsync<Node>(
            "a", static node => node.Spec.Taints.Any(static taint => taint.Key == "node.kubernetes.io/memory-pressure"), Cancel);

        await SetAsync(made, "a", NodeConditionType.MemoryPressure, ConditionStatus.False);

        await made.Cluster.EventuallyAsync<Node>("a", static node => node.Spec.Taints.IsEmpty, Cancel);
    }

    private static async Task AddNodeAsync(ControllersUnderTest made, string name)
    {
        await made.Cluster.Client.CreateAsync(new Node { Metadata = new() { Name = name } }, Cancel);
        await SetAsync(made, name, NodeConditionType.Ready, ConditionStatus.True);
    }

    private static Task BeatAsync(ControllersUnderTest made, string name) => SetAsync(made, name, NodeConditionType.Ready, ConditionStatus.True);

    private static async Task SetAsync(ControllersUnderTest made, string name, string type, string status)
    {
        while (true)
        {
            var node = (await made.Cluster.Client.GetAsync<Node>(new(name), Cancel)).Value;
            var condition = new NodeCondition { Type = type, Status = status, LastHeartbeatTime = Time.From(made.Cluster.Clock.GetUtcNow()) };
            var conditions = node.Status.Conditions.Where(there => there.Type != type).Append(condition).ToListOf();
            var written = await made.Cluster.Client.UpdateStatusAsync(node with { Status = node.Status with { Conditions = conditions } }, Cancel);
            if (written.IsOk) return;
        }
    }

    private static async Task AddPodAsync(ControllersUnderTest made, string node)
    {
        var pod = (await made.Cluster.Client.CreateAsync(
            new Pod
            {
                Metadata = new() { Name = "pod", Namespace = "default" },
                Spec = new() { NodeName = node, Containers = [new() { Name = "c", Image = "i" }] },
            },
            Cancel)).Value;
        var ready = new PodCondition { Type = PodConditionType.Ready, Status = ConditionStatus.True };
        Assert.True((await made.Cluster.Client.UpdateStatusAsync(pod with { Status = pod.Status with { Conditions = [ready] } }, Cancel)).IsOk);
    }
}
