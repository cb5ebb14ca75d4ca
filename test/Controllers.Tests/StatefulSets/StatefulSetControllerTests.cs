using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.StatefulSets;
using Kybernet.Testing;

namespace Kybernet.Controllers.Tests.StatefulSets;

public sealed class StatefulSetControllerTests
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: web, namespace: default}
        spec:
          replicas: 2
          serviceName: nodes
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
          volumeClaimTemplates:
          - metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_MakesOnePodAfterAnother_EachWithItsClaim()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, StatefulSetController.Create);
        await cluster.ApplyAsync(Manifest, Cancel);
        var first = await cluster.EventuallyAsync<Pod>("default/web-0", pod => pod.Status.Phase == PodPhase.Pending, Cancel);
        Assert.Single(await cluster.PodsAsync("app=web", Cancel));

        await cluster.ReadyAllAsync("app=web", Cancel);
        await cluster.EventuallyAsync<Pod>("default/web-1", pod => pod.Status.Phase == PodPhase.Pending, Cancel);
        await cluster.ReadyAllAsync("app=web", Cancel);
        var set = await cluster.EventuallyAsync<StatefulSet>("default/web", set => set.Status.AvailableReplicas == 2, Cancel);

        Assert.Equal(("web-0", "nodes", "data-web-0"), (first.Spec.Hostname, first.Spec.Subdomain, first.Spec.Volumes[0].PersistentVolumeClaim?.ClaimName));
        Assert.Equal(set.Status.UpdateRevision, set.Status.CurrentRevision);
        Assert.Equal(set.Status.UpdateRevision, StatefulPods.RevisionOf(first));
        await cluster.EventuallyAsync<PersistentVolumeClaim>("default/data-web-1", static claim => claim.Spec.AccessModes.Count == 1, Cancel);
    }
}
