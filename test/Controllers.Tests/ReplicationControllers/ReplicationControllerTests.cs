using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Controllers.ReplicationControllers;
using Kybernet.Machinery.Meta;
using Kybernet.Testing;

namespace Kybernet.Controllers.Tests.ReplicationControllers;

public sealed class ReplicationControllerTests
{
    private const string Manifest = """
        apiVersion: v1
        kind: ReplicationController
        metadata: {name: web, namespace: default}
        spec:
          replicas: 2
          selector: {app: web}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_MakesPodsItControls_AndCountsTheReadyOnes()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, ReplicationControllerController.Create);
        await cluster.ApplyAsync(Manifest, Cancel);
        await cluster.EventuallyAsync<ReplicationController>("default/web", owner => owner.Status.Replicas == 2, Cancel);
        await cluster.ReadyAllAsync("app=web", Cancel);

        var owner = await cluster.EventuallyAsync<ReplicationController>("default/web", owner => owner.Status.AvailableReplicas == 2, Cancel);

        var pods = await cluster.PodsAsync("app=web", Cancel);
        Assert.All(pods, pod => Assert.True(pod.Metadata.IsControlledBy(owner.Metadata.Uid)));
        Assert.Equal((2, 2, owner.Metadata.Generation), (pods.Count, owner.Status.ReadyReplicas, owner.Status.ObservedGeneration));
    }

    [Fact]
    public async Task Labels_ChangedOnAPod_ReleaseIt_AndAnotherIsMade()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, ReplicationControllerController.Create);
        await cluster.ApplyAsync(Manifest, Cancel);
        await cluster.EventuallyAsync<ReplicationController>("default/web", owner => owner.Status.Replicas == 2, Cancel);
        var pod = (await cluster.PodsAsync("app=web", Cancel))[0];

        await cluster.Client.PatchAsync<Pod>(pod.Key, ObjectPatch.Merge("""{"metadata":{"labels":{"app":"other"}}}"""), "", Cancel);

        await cluster.EventuallyAsync<Pod>(pod.Key.ToString(), pod => pod.Metadata.OwnerReferences.IsEmpty, Cancel);
        while ((await cluster.PodsAsync("app=web", Cancel)).Count < 2) await Task.Yield();
    }
}
