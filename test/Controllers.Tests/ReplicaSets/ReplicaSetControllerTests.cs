using System.Diagnostics;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Controllers.ReplicaSets;
using Kybernet.Machinery.Meta;
using Kybernet.Testing;

namespace Kybernet.Controllers.Tests.ReplicaSets;

public sealed class ReplicaSetControllerTests(ITestOutputHelper output)
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: web, namespace: default}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_MakesPodsItControls_AndCountsTheReadyOnes()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, ReplicaSetController.Create);
        await cluster.ApplyAsync(Manifest, Cancel);

        var set = await cluster.EventuallyAsync<ReplicaSet>("default/web", set => set.Status.Replicas == 3, Cancel);
        await cluster.ReadyAllAsync("app=web", Cancel);
        set = await cluster.EventuallyAsync<ReplicaSet>("default/web", set => set.Status.AvailableReplicas == 3, Cancel);

        var pods = await cluster.PodsAsync("app=web", Cancel);
        Assert.All(pods, pod => Assert.True(pod.Metadata.IsControlledBy(set.Metadata.Uid)));
        Assert.Equal((3, 3, 3, 0), (pods.Count, set.Status.FullyLabeledReplicas, set.Status.ReadyReplicas, set.Status.TerminatingReplicas));
        Assert.Equal(3, host.Events.Count(text => text.StartsWith("SuccessfulCreate Created pod: web-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Labels_ChangedOnAPod_ReleaseIt_AndChangedBackAdoptIt()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, ReplicaSetController.Create);
        await cluster.ApplyAsync(Manifest.Replace("replicas: 3", "replicas: 1", StringComparison.Ordinal), Cancel);
        await cluster.EventuallyAsync<ReplicaSet>("default/web", set => set.Status.Replicas == 1, Cancel);
        var pod = Assert.Single(await cluster.PodsAsync("app=web", Cancel));

        await cluster.Client.PatchAsync<Pod>(pod.Key, ObjectPatch.Merge("""{"metadata":{"labels":{"app":"other"}}}"""), "", Cancel);
        var released = await cluster.EventuallyAsync<Pod>(pod.Key.ToString(), pod => pod.Metadata.OwnerReferences.IsEmpty, Cancel);
        await cluster.EventuallyAsync<ReplicaSet>("default/web", set => set.Status.Replicas == 1, Cancel);

        Assert.Equal("other", released.Metadata.Labels["app"]);
        await cluster.ApplyAsync(Manifest.Replace("replicas: 3", "replicas: 2", StringComparison.Ordinal), Cancel);
        await cluster.Client.PatchAsync<Pod>(pod.Key, ObjectPatch.Merge("""{"metadata":{"labels":{"app":"web"}}}"""), "", Cancel);
        await cluster.EventuallyAsync<Pod>(pod.Key.ToString(), pod => pod.Metadata.Controller is not null || pod.Metadata.IsBeingDeleted, Cancel);
    }

    [Theory]
    [InlineData(3000)]
    public async Task Create_Thousands_MakesExactlyAsMany(int count)
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, ReplicaSetController.Create);
        var watch = Stopwatch.StartNew();
        var before = GC.GetTotalAllocatedBytes();
        await cluster.ApplyAsync(Manifest.Replace("replicas: 3", $"replicas: {count}", StringComparison.Ordinal), Cancel);

        await cluster.EventuallyAsync<ReplicaSet>("default/web", set => set.Status.Replicas == count, Cancel);

        var (seconds, kilobytes) = (watch.Elapsed.TotalSeconds, (GC.GetTotalAllocatedBytes() - before) / 1024 / count);
        output.WriteLine($"{count} pods in {seconds:F2} s, {count / seconds:F0} per second, {kilobytes} KB allocated a pod, whole cluster");
        Assert.Equal(count, (await cluster.PodsAsync("app=web", Cancel)).Count);
        await cluster.ApplyAsync(Manifest.Replace("replicas: 3", "replicas: 0", StringComparison.Ordinal), Cancel);
        await cluster.EventuallyAsync<ReplicaSet>("default/web", set => set.Status.Replicas == 0, Cancel);
    }
}
