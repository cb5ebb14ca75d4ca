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

    [Fact]
    public async Task Containers_ThatFail_AreRestartedWithBackOffAndLeaveTheirLastWords()
    {
        await using var node = await TestNode.StartAsync(Cancel);

        await node.ApplyAsync("crash", """
            containers:
            - name: main
              image: busybox:test
              command: [sh, -c, "echo -n sorry > /dev/termination-log; exit 3"]
            """, Cancel);
        var pod = await node.EventuallyAsync(
            "crash", value => value.Status.ContainerStatuses is [{ State.Waiting.Reason: "CrashLoopBackOff", RestartCount: > 0 }], Cancel);

        var ended = pod.Status.ContainerStatuses[0].LastState.Terminated!;
        Assert.Equal(3, ended.ExitCode);
        Assert.Equal("sorry", ended.Message);
        Assert.Equal("Error", ended.Reason);
        Assert.Equal(PodPhase.Running, pod.Status.Phase);
        // It waits; it does not spin.
        Assert.InRange(node.Events.Of("crash").Count(text => text.StartsWith("BackOff", StringComparison.Ordinal)), 1, 5);
        Assert.Contains("back-off 10s restarting failed container=main", pod.Status.ContainerStatuses[0].State.Waiting!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", "Succeeded")]
    [InlineData("exit 1", "Failed")]
    public async Task Pod_ThatIsNotRestarted_EndsAsItsContainersDo(string command, string phase)
    {
        await using var node = await TestNode.StartAsync(Cancel);

        await node.ApplyAsync("job", $"""
            restartPolicy: Never
            initContainers:
            - name: first
              image: busybox:test
              command: [sh, -c, "echo one"]
            containers:
            - name: main
              image: busybox:test
              command: [sh, -c, "{command}"]
            """, Cancel);
        var pod = await node.EventuallyAsync("job", value => value.Status.Phase == phase, Cancel);

        Assert.Equal("Completed", pod.Status.InitContainerStatuses[0].State.Terminated!.Reason);
        Assert.NotNull(pod.Status.ContainerStatuses[0].State.Terminated);
        Assert.NotEmpty(pod.Status.PodIP);
    }

    [Fact]
    public async Task Volumes_OfEveryKind_ShowWhatTheyShould()
    {
        await using var node = await TestNode.StartAsync(Cancel);
        await node.Cluster.ApplyAsync("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: map, namespace: default}\ndata: {a: one, b: two}\n", Cancel);
        await node.Cluster.ApplyAsync("apiVersion: v1\nkind: Secret\nmetadata: {name: secret, namespace: default}\nstringData: {key: hidden}\n", Cancel);

        await node.ApplyAsync("vols", """
            restartPolicy: Never
            hostname: myself
            securityContext: {fsGroup: 1234}
            hostAliases: [{ip: 1.2.3.4, hostnames: [other]}]
            containers:
            - name: main
              image: busybox:test
              command:
              - sh
              - -c
              - |
                cat /map/a /map-b /secret/key /down/labels; id -g; stat -L -c %a /secret/key; touch /mem/x && stat -c %g /mem; hostname
                cat /etc/hosts; cat /etc/resolv.conf; env
              envFrom: [{configMapRef: {name: map}, prefix: M_}]
              env:
              - {name: S, valueFrom: {secretKeyRef: {name: secret, key: key}}}
              - {name: CPU, valueFrom: {resourceFieldRef: {resource: requests.cpu, divisor: 1m}}}
              resources: {requests: {cpu: 250m}, limits: {memory: 64Mi}}
              securityContext: {runAsUser: 1000, runAsGroup: 1000}
              volumeMounts:
              - {name: map, mountPath: /map}
              - {name: map, mountPath: /map-b, subPath: b}
              - {name: secret, mountPath: /secret}
              - {name: down, mountPath: /down}
              - {name: mem, mountPath: /mem}
            volumes:
            - {name: map, configMap: {name: map}}
            - {name: secret, secret: {secretName: secret}}
            - {name: down, projected: {sources: [{downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.name}}]}}]}}
            - {name: mem, emptyDir: {medium: Memory, sizeLimit: 1Mi}}
            """, Cancel);
        var pod = await node.EventuallyAsync("vols", value => value.Status.Phase is PodPhase.Succeeded or PodPhase.Failed, Cancel);
        var log = await node.LogAsync(pod, "main", Cancel);

        Assert.StartsWith("onetwohiddenvols1000\n644\n1234\nmyself\n", log, StringComparison.Ordinal);
        foreach (var expected in new[]
        {
            "M_a=one", "S=hidden", "CPU=250", "1.2.3.4\tother", $"{pod.Status.PodIP}\tmyself", "nameserver 10.96.0.10", "default.svc.cluster.local", "ndots:5",
        })
            Assert.Contains(expected, log, StringComparison.Ordinal);
        Assert.Equal(PodQOSClass.Burstable, pod.Status.QosClass);
    }

    [Fact]
    public async Task Probes_ThatFail_MakeUnreadyAndRestart()
    {
        await using var node = await TestNode.StartAsync(Cancel);

        await node.ApplyAsync("probed", """
            terminationGracePeriodSeconds: 0
            containers:
            - name: main
              image: busybox:test
              command: [sh, -c, "touch /ok; sleep 1000"]
              readinessProbe: {exec: {command: [test, -f, /ok]}, periodSeconds: 1}
              livenessProbe: {exec: {command: [test, "!", -f, /dead]}, periodSeconds: 1, failureThreshold: 1}
              startupProbe: {exec: {command: ["true"]}, periodSeconds: 1}
            """, Cancel);
        var ready = await node.EventuallyAsync("probed", IsReady, Cancel);
        var id = ready.Status.ContainerStatuses[0].ContainerID["containerd://".Length..];
        await node.Kubelet.Runtime.ExecSyncAsync(id, ["sh", "-c", "touch /dead"], TimeSpan.FromSeconds(5), Cancel);
        var restarted = await node.EventuallyAsync("probed", value => value.Status.ContainerStatuses is [{ RestartCount: 1, Ready: true }], Cancel);

        Assert.NotEqual(ready.Status.ContainerStatuses[0].ContainerID, restarted.Status.ContainerStatuses[0].ContainerID);
        Assert.Contains("Killing: Container main failed liveness probe, will be restarted", node.Events.Of("probed"));
    }

    [Fact]
    public async Task Kubelet_StartedAgain_TakesOverWhatRuns()
    {
        await using var node = await TestNode.StartAsync(Cancel);
        await node.ApplyAsync("stays", "containers: [{name: main, image: 'busybox:test', command: [sleep, '1000']}]", Cancel);
        await node.ApplyAsync("goes", "terminationGracePeriodSeconds: 0\ncontainers: [{name: main, image: 'busybox:test', command: [sleep, '1000']}]", Cancel);
        var before = await node.EventuallyAsync("stays", IsReady, Cancel);
        var gone = await node.EventuallyAsync("goes", IsReady, Cancel);

        await node.StopKubeletAsync();
        await node.Cluster.Client.DeleteAsync<Pod>(gone.Metadata.Key, new() { GracePeriodSeconds = 0 }, Cancel);
        await node.StartKubeletAsync(Cancel);
        while ((await node.Kubelet.Runtime.ListPodSandboxesAsync(null, Cancel)).Count > 1) await Task.Delay(20, Cancel);
        var after = await node.EventuallyAsync("stays", IsReady, Cancel);

        Assert.Equal(before.Status.ContainerStatuses[0].ContainerID, after.Status.ContainerStatuses[0].ContainerID);
        Assert.Equal(0, after.Status.ContainerStatuses[0].RestartCount);
    }

    [Fact]
    public async Task Images_ThatAreNotThere_AreToldAndWaitedFor()
    {
        await using var node = await TestNode.StartAsync(Cancel);
        await node.ApplyAsync("never", "containers: [{name: main, image: 'nowhere.invalid/x:1', imagePullPolicy: Never}]", Cancel);
        await node.ApplyAsync("pull", "containers: [{name: main, image: 'nowhere.invalid/x:1', imagePullPolicy: IfNotPresent}]", Cancel);
        await node.ApplyAsync("root", "securityContext: {runAsNonRoot: true}\ncontainers: [{name: main, image: 'busybox:test'}]", Cancel);
        await node.ApplyAsync("key", "containers: [{name: main, image: 'busybox:test', envFrom: [{configMapRef: {name: missing}}]}]", Cancel);

        foreach (var (name, reason) in new[]
        {
            ("never", "ErrImageNeverPull"), ("pull", "ImagePullBackOff"), ("root", "CreateContainerConfigError"), ("key", "CreateContainerConfigError"),
        })
            await node.EventuallyAsync(name, pod => pod.Status.ContainerStatuses is [var status] && status.State.Waiting?.Reason == reason, Cancel);
    }

    [Fact]
    public async Task Sidecar_AndHooks_RunInTheirOrder()
    {
        await using var node = await TestNode.StartAsync(Cancel);
        await node.ApplyAsync("side", """
            terminationGracePeriodSeconds: 5
            initContainers:
            - name: proxy
              image: busybox:test
              restartPolicy: Always
              command: [sh, -c, "touch /shared/proxy; sleep 1000"]
              volumeMounts: [{name: shared, mountPath: /shared}]
            containers:
            - name: main
              image: busybox:test
              command: [sh, -c, "sleep 1000"]
              lifecycle:
                postStart: {exec: {command: [sh, -c, "touch /shared/started"]}}
                preStop: {exec: {command: [sh, -c, "touch /shared/stopping"]}}
              volumeMounts: [{name: shared, mountPath: /shared}]
            volumes: [{name: shared, hostPath: {path: DIRECTORY/shared, type: DirectoryOrCreate}}]
            """.Replace("DIRECTORY", node.Directory, StringComparison.Ordinal), Cancel);
        var pod = await node.EventuallyAsync("side", IsReady, Cancel);
        var shared = Path.Combine(node.Directory, "shared");

        Assert.True(pod.Status.InitContainerStatuses[0].Started);
        Assert.True(File.Exists(Path.Combine(shared, "proxy")) && File.Exists(Path.Combine(shared, "started")));
        await node.Cluster.Client.DeleteAsync<Pod>(pod.Metadata.Key, new(), Cancel);
        await GoneAsync(node, pod);
        Assert.True(File.Exists(Path.Combine(shared, "stopping")));
    }

    private static bool IsReady(Pod pod) => pod.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" });

    private static async Task GoneAsync(TestNode node, Pod pod)
    {
        while (!(await node.Cluster.Client.GetAsync<Pod>(pod.Metadata.Key, Cancel)).Error?.IsNotFound ?? true) await Task.Delay(20, Cancel);
        while ((await node.Kubelet.Runtime.ListPodSandboxesAsync(null, Cancel)).Any(sandbox => sandbox.State == PodSandboxState.SandboxReady))
            await Task.Delay(20, Cancel);
    }
}
