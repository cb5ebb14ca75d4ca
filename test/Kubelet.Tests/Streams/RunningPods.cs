using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Cri.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Kubelet.Tests.Streams;

/// <summary>Pods a test runs by hand, in the host's network: the part of a kubelet its server needs.</summary>
internal sealed class RunningPods(IRuntimeService runtime, string directory) : IPodDirectory
{
    private readonly ConcurrentDictionary<ObjectKey, Pod> _pods = new();
    private readonly ConcurrentDictionary<string, string> _sandboxes = new();

    public IReadOnlyList<Pod> List() => [.. _pods.Values];

    public Pod? Find(ObjectKey key) => _pods.GetValueOrDefault(key);

    public Task<string?> SandboxIdAsync(string podUid, CancellationToken cancel) => Task.FromResult(_sandboxes.GetValueOrDefault(podUid));

    public async Task<Cri.V1.ContainerStatus?> ContainerAsync(string podUid, string container, CancellationToken cancel)
    {
        if (!_sandboxes.TryGetValue(podUid, out var sandbox)) return null;
        var all = await runtime.ListContainersAsync(new() { PodSandboxId = sandbox }, cancel);
        return all.FirstOrDefault(one => one.Metadata.Name == container) is { } found ? await runtime.ContainerStatusAsync(found.Id, cancel) : null;
    }

    /// <summary>Starts the pod's containers; gives it with its status.</summary>
    public async Task<Pod> StartAsync(Pod pod, CancellationToken cancel)
    {
        var logs = Path.Combine(directory, "pods", pod.Metadata.Uid);
        Directory.CreateDirectory(logs);
        var sandbox = new PodSandboxConfig
        {
            Metadata = new() { Name = pod.Metadata.Name, Namespace = pod.Metadata.Namespace, Uid = pod.Metadata.Uid },
            LogDirectory = logs,
            Linux = new() { SecurityContext = new() { NamespaceOptions = new() { Network = NamespaceMode.Node } } },
        };
        var id = _sandboxes[pod.Metadata.Uid] = await runtime.RunPodSandboxAsync(sandbox, "", cancel);
        List<Api.Core.V1.ContainerStatus> statuses = [];
        foreach (var container in pod.Spec.Containers.ToList())
        {
            var config = new ContainerConfig
            {
                Metadata = new() { Name = container.Name },
                Image = new() { Image = BusyboxImage.Name },
                LogPath = $"{container.Name}.log",
                Stdin = container.Stdin,
                Tty = container.Tty,
                Linux = new() { SecurityContext = new() { NamespaceOptions = new() { Network = NamespaceMode.Node } } },
            };
            config.Command.Add(container.Command);
            config.Labels.Add("io.kubernetes.pod.name", pod.Metadata.Name);
            config.Labels.Add("io.kubernetes.pod.namespace", pod.Metadata.Namespace);
            config.Labels.Add("io.kubernetes.pod.uid", pod.Metadata.Uid);
            config.Labels.Add("io.kubernetes.container.name", container.Name);
            var started = await runtime.CreateContainerAsync(id, config, sandbox, cancel);
            await runtime.StartContainerAsync(started, cancel);
            statuses.Add(new()
            {
                Name = container.Name,
                Image = BusyboxImage.Name,
                ContainerID = $"containerd://{started}",
                State = new() { Running = new() },
            });
        }

        var running = pod with { Status = pod.Status with { Phase = "Running", ContainerStatuses = [.. statuses], HostIP = "127.0.0.1" } };
        _pods[pod.Metadata.Key] = running;
        return running;
    }

    public async Task StopAllAsync(CancellationToken cancel)
    {
        foreach (var sandbox in _sandboxes.Values)
        {
            await runtime.StopPodSandboxAsync(sandbox, cancel);
            await runtime.RemovePodSandboxAsync(sandbox, cancel);
        }
    }
}
