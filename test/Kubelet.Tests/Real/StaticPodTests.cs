using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Tests.Real;

/// <summary>Pods of files in real containers.</summary>
public sealed class StaticPodTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task File_WrittenChangedAndDeleted_ItsPodFollows()
    {
        await using var node = await TestNode.StartAsync(Cancel);
        var file = Path.Combine(node.Directory, "manifests", "web.yaml");

        await File.WriteAllTextAsync(file, Manifest("first"), Cancel);
        var mirror = await node.EventuallyAsync("web-node-a", IsReady, Cancel);
        Assert.Equal("Node", Assert.Single(mirror.Metadata.OwnerReferences.ToArray()).Kind);
        Assert.Equal(mirror.Metadata.Annotations["kubernetes.io/config.hash"], mirror.Metadata.Annotations["kubernetes.io/config.mirror"]);

        // Who deletes the mirror gets it back, and the container does not notice.
        var container = mirror.Status.ContainerStatuses[0].ContainerID;
        await node.Cluster.Client.DeleteAsync<Pod>(new("default", "web-node-a"), new(), Cancel);
        var again = await node.EventuallyAsync("web-node-a", pod => pod.Metadata.Uid != mirror.Metadata.Uid && IsReady(pod), Cancel);
        Assert.Equal(container, again.Status.ContainerStatuses[0].ContainerID);

        await File.WriteAllTextAsync(file, Manifest("second"), Cancel);
        var changed = await node.EventuallyAsync(
            "web-node-a", pod => pod.Spec.Containers[0].Command.Contains("echo second; sleep 1000") && IsReady(pod), Cancel);
        Assert.NotEqual(container, changed.Status.ContainerStatuses[0].ContainerID);

        File.Delete(file);
        while ((await node.Cluster.Client.GetAsync<Pod>(new("default", "web-node-a"), Cancel)).Error is not { IsNotFound: true })
            await Task.Delay(20, Cancel);
        Assert.Empty(await node.Kubelet.Runtime.ListPodSandboxesAsync(null, Cancel));
    }

    private static bool IsReady(Pod pod) => pod.Status.Conditions.Any(static one => one is { Type: "Ready", Status: "True" });

    private static string Manifest(string word) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
          - {name: main, image: "busybox:test", command: [sh, -c, "echo {{word}}; sleep 1000"]}
        """;
}
