using Kybernet.Api.Apps.V1;
using Kybernet.Controllers.Deployments;
using Kybernet.Controllers.ReplicaSets;
using Kybernet.Testing;

namespace Kybernet.Controllers.Tests.Deployments;

public sealed class DeploymentControllerTests
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "nginx:1"}]}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_BringsAReplicaSetNamedByItsTemplate_AndCompletes()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, DeploymentController.Create, ReplicaSetController.Create);

        var web = await RollOutAsync(cluster, Manifest, 1);

        var set = Assert.Single((await cluster.Client.ListAsync<ReplicaSet>("default", "", Cancel)).Value.Items);
        var hash = set.Metadata.Labels["pod-template-hash"];
        Assert.Equal($"web-{hash}", set.Metadata.Name);
        Assert.Equal(hash, set.Spec.Selector!.MatchLabels["pod-template-hash"]);
        Assert.Equal(hash, set.Spec.Template.Metadata.Labels["pod-template-hash"]);
        var annotations = set.Metadata.Annotations;
        Assert.Equal(("1", "2", "3"), (annotations[Revisions.Revision], annotations[Revisions.DesiredReplicas], annotations[Revisions.MaxReplicas]));
        Assert.Equal("1", web.Metadata.Annotations[Revisions.Revision]);
        Assert.Equal("NewReplicaSetAvailable", web.Status.ConditionOf("Progressing")!.Reason);
        Assert.Equal($"ReplicaSet \"web-{hash}\" has successfully progressed.", web.Status.ConditionOf("Progressing")!.Message);
        Assert.Contains($"ScalingReplicaSet Scaled up replica set web-{hash} from 0 to 2", host.Events);
    }

    [Theory]
    [InlineData("RollingUpdate")]
    [InlineData("Recreate")]
    public async Task Update_OfTheTemplate_MovesAllPods_AndBackIsTheOldSet(string strategy)
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, DeploymentController.Create, ReplicaSetController.Create);
        var manifest = Manifest.Replace("replicas: 2", $"replicas: 2\n  strategy: {{type: {strategy}}}", StringComparison.Ordinal);

        await RollOutAsync(cluster, manifest, 1);
        await RollOutAsync(cluster, manifest.Replace("nginx:1", "nginx:2", StringComparison.Ordinal), 2);
        var back = await RollOutAsync(cluster, manifest, 3);

        var sets = (await cluster.Client.ListAsync<ReplicaSet>("default", "", Cancel)).Value.Items;
        var current = sets.Single(set => set.Spec.Replicas == 2);
        Assert.Equal(2, sets.Count);
        Assert.Equal(("3", "1"), (current.Metadata.Annotations[Revisions.Revision], current.Metadata.Annotations[Revisions.History]));
        Assert.Equal("3", back.Metadata.Annotations[Revisions.Revision]);
    }

    [Fact]
    public async Task Paused_ScalesButDoesNotRoll_AndSaysSo()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, DeploymentController.Create, ReplicaSetController.Create);
        await RollOutAsync(cluster, Manifest, 1);

        await cluster.ApplyAsync(
            Manifest.Replace("replicas: 2", "replicas: 3\n  paused: true", StringComparison.Ordinal)
                .Replace("nginx:1", "nginx:2", StringComparison.Ordinal),
            Cancel);
        var web = await cluster.EventuallyAsync<Deployment>(
            "default/web", web => web.Status.Replicas == 3 && web.Status.ConditionOf("Progressing")!.Reason == "DeploymentPaused", Cancel);

        Assert.Equal(0, web.Status.UpdatedReplicas);
        Assert.Equal("Deployment is paused", web.Status.ConditionOf("Progressing")!.Message);
    }

    [Fact]
    public async Task Deadline_WithoutProgress_IsExceeded()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var host = ControllerHost.Start(cluster, Cancel, DeploymentController.Create, ReplicaSetController.Create);
        await cluster.ApplyAsync(Manifest.Replace("replicas: 2", "replicas: 2\n  progressDeadlineSeconds: 30", StringComparison.Ordinal), Cancel);
        await cluster.EventuallyAsync<Deployment>("default/web", web => web.Status.Replicas == 2, Cancel);

        // The clock stands still between steps; each brings the next check, if it is due.
        var exceeded = cluster.EventuallyAsync<Deployment>(
            "default/web", web => web.Status.ConditionOf("Progressing")?.Reason == "ProgressDeadlineExceeded", Cancel);
        while (!exceeded.IsCompleted)
        {
            cluster.Clock.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(exceeded, Task.Delay(TimeSpan.FromMilliseconds(50), Cancel));
        }

        Assert.Equal("False", (await exceeded).Status.ConditionOf("Progressing")!.Status);
    }

    private static async Task<Deployment> RollOutAsync(TestCluster cluster, string manifest, int generation)
    {
        await cluster.ApplyAsync(manifest, Cancel);
        using var kubelet = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var done = cluster.EventuallyAsync<Deployment>(
            "default/web",
            web => web.Status.ObservedGeneration >= generation && web.Metadata.Generation == web.Status.ObservedGeneration
                && web.Metadata.Annotations.GetValueOrDefault(Revisions.Revision) == $"{generation}"
                && DeploymentProgress.IsComplete(web, web.Status) && web.Status.ConditionOf("Progressing")?.Reason == "NewReplicaSetAvailable",
            Cancel);
        while (!done.IsCompleted)
        {
            await cluster.ReadyAllAsync("app=web", Cancel);
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(20), Cancel));
        }

        return await done;
    }
}
