using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cri.V1;
using Kybernet.Machinery.Meta;

namespace Kybernet.Kubelet.Tests.Real;

/// <summary>Pods in real containers.</summary>
public sealed class PodTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pod_Created_RunsAndIsDeleted()
    {
        await using var node = await TestNode.StartAsync(Cancel);

        await node.ApplyAsync("web", """
            terminationGracePeriodSeconds: 1
            containers:
            - name: main
              image: busybox:test
              command: [sh, -c, "echo hello $(WHO); sleep 1000"]
              env:
              - {name: WHO, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            """, Cancel);
        var pod = await node.EventuallyAsync("web", IsReady, Cancel);

        Assert.Equal(PodPhase.Running, pod.Status.Phase);
        Assert.StartsWith("10.231.0.", pod.Status.PodIP, StringComparison.Ordinal);
        Assert.Equal("10.0.0.7", pod.Status.HostIP);
        Assert.Equal(PodQOSClass.BestEffort, pod.Status.QosClass);
        Assert.Equal("hello web", await node.LogAsync(pod, "main", Cancel));
        var (reasons, expected) = (node.Events.Of("web").Select(text => text.Split(':')[0]), new[] { "Pulled", "Created", "Started" });
        Assert.Equal(expected, reasons);

        await node.Cluster.Client.DeleteAsync<Pod>(pod.Metadata.Key, new(), Cancel);
        await GoneAsync(node, pod);
        Assert.Empty(await node.Kubelet.Runtime.ListPodSandboxesAsync(null, Cancel));
        Assert.False(System.IO.Directory.Exists(Path.Combine(node.Directory, "kubelet", "pods", pod.Metadata.Uid)));
    }

    [Fact]
    public async Task Node_Started_IsRegisteredAndReady()
    {
        await using var node = await TestNode.StartAsync(Cancel);

        var there = await node.Cluster.EventuallyAsync<Node>(
            TestNode.Name, value => value.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" }), Cancel);

        Assert.Equal("containerd", there.Status.NodeInfo.ContainerRuntimeVersion.Split(':')[0]);
        Assert.True(there.Status.Capacity["cpu"].Value() > 0);
        Assert.Equal(TestNode.Name, there.Metadata.Labels["kubernetes.io/hostname"]);
    }

    private static bool IsReady(Pod pod) => pod.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" });

    private static async Task GoneAsync(TestNode node, Pod pod)
    {
        while (!(await node.Cluster.Client.GetAsync<Pod>(pod.Metadata.Key, Cancel)).Error?.IsNotFound ?? true) await Task.Delay(20, Cancel);
        while ((await node.Kubelet.Runtime.ListPodSandboxesAsync(null, Cancel)).Any(sandbox => sandbox.State == PodSandboxState.SandboxReady))
            await Task.Delay(20, Cancel);
    }
}
