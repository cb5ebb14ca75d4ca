using Kybernet.Api.Apps.V1;
using Kybernet.Controllers.DaemonSets;
using Kybernet.Testing;

namespace Kybernet.Controllers.Tests.DaemonSets;

public sealed class DaemonSetControllerTests
{
    private const string Nodes = """
        apiVersion: v1
        kind: Node
        metadata: {name: a}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: b}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: c}
        spec: {taints: [{key: only, value: others, effect: NoSchedule}]}
        """;

    private const string Manifest = """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent, namespace: default}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec: {containers: [{name: agent, image: "agent:1"}]}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_PutsAPodOnEachNodeItTolerates_AndRollsOneByOne()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, DaemonSetController.Create);
        await cluster.ApplyAsync(Nodes, Cancel);

        await RollOutAsync(cluster, Manifest, 1);
        var first = await cluster.PodsAsync("app=agent", Cancel);
        await RollOutAsync(cluster, Manifest.Replace("agent:1", "agent:2", StringComparison.Ordinal), 2);
        var second = await cluster.PodsAsync("app=agent", Cancel);

        Assert.Equal(["a", "b"], first.Select(DaemonPods.NodeOf).Order());
        Assert.Equal(["a", "b"], second.Select(DaemonPods.NodeOf).Order());
        Assert.All(second, pod => Assert.Equal("agent:2", pod.Spec.Containers[0].Image));
        var revisions = (await cluster.Client.ListAsync<ControllerRevision>("default", "", Cancel)).Value.Items;
        Assert.Equal([1L, 2L], revisions.Select(revision => revision.Revision).Order());
    }

    private static async Task RollOutAsync(TestCluster cluster, string manifest, int generation)
    {
        await cluster.ApplyAsync(manifest, Cancel);
        var done = cluster.EventuallyAsync<DaemonSet>(
            "default/agent", set => set.Status is { NumberAvailable: 2, UpdatedNumberScheduled: 2 } && set.Status.ObservedGeneration == generation, Cancel);
        while (!done.IsCompleted)
        {
            await cluster.ReadyAllAsync("app=agent", Cancel);
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(20), Cancel));
        }

        await done;
    }
}
