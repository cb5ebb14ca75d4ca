using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cri.V1;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Resizing;
using Container = Kybernet.Api.Core.V1.Container;
using ContainerState = Kybernet.Kubelet.Cri.V1.ContainerState;

namespace Kybernet.Kubelet.Pods;

/// <summary>Compares what a pod asks for with what the runtime has. Pure.</summary>
/// <remarks>Upstream: kuberuntime, computePodActions and PodSandboxChanged.</remarks>
internal static class PodPlan
{
    public static PodActions Compute(Pod pod, RuntimePod runtime, IProbeResults probes)
    {
        var (isNewSandbox, attempt, sandboxId) = SandboxChanged(pod, runtime);
        if (isNewSandbox) return WithNewSandbox(pod, runtime, attempt, sandboxId);

        var ephemeral = pod.Spec.EphemeralContainers.Where(container => runtime.Find(container.Name) is null).ToList();
        var actions = new PodActions { SandboxId = sandboxId, Attempt = attempt, EphemeralContainersToStart = ephemeral };
        var init = InitContainerPlan.Compute(pod, runtime, probes);
        actions = actions with { InitContainersToStart = init.ToStart, ContainersToKill = init.ToKill, KillPod = init.IsFailed };
        if (init.IsFailed) return actions;
        if (init.IsInitialized) actions = WithContainers(actions, pod, runtime, probes);
        return actions.KillPod ? actions : actions with { ContainersToResize = Resizes(actions, pod, runtime) };
    }

    private static List<(string Id, Container Container)> Resizes(PodActions actions, Pod pod, RuntimePod runtime)
    {
        var resizes = new List<(string, Container)>();
        foreach (var container in pod.Spec.InitContainers.Where(static container => container.IsSidecar).Concat(pod.Spec.Containers))
        {
            if (runtime.Find(container.Name) is not { State: ContainerState.ContainerRunning } there) continue;
            var isKept = !actions.ContainersToKill.Any(killed => killed.Id == there.Id);
            if (isKept && ContainerResize.WayOf(container, there.Actual) == ResizeWay.InPlace) resizes.Add((there.Id, container));
        }

        return resizes;
    }

    /// <summary>Whether the pod needs another sandbox, the number of it, and the sandbox there is.</summary>
    public static (bool IsNew, uint Attempt, string? Id) SandboxChanged(Pod pod, RuntimePod runtime)
    {
        if (runtime.Sandboxes.Count == 0) return (true, 0, null);
        var newest = runtime.Sandboxes[0];
        var ready = runtime.Sandboxes.Count(sandbox => sandbox.State == PodSandboxState.SandboxReady);
        var next = newest.Metadata.Attempt + 1;
        if (ready > 1 || newest.State != PodSandboxState.SandboxReady) return (true, next, newest.Id);
        var wanted = pod.Spec.HostNetwork ? NamespaceMode.Node : NamespaceMode.Pod;
        if ((newest.Linux?.Namespaces?.Options?.Network ?? NamespaceMode.Pod) != wanted) return (true, next, null);
        if (!pod.Spec.HostNetwork && newest.Network is { Ip: "" }) return (true, next, newest.Id);
        return (false, newest.Metadata.Attempt, newest.Id);
    }

    /// <summary>Whether a container that is not running has to be started.</summary>
    public static bool IsToBeStarted(Container container, Pod pod, RuntimePod runtime)
    {
        if (pod.IsBeingDeleted()) return false;
        return runtime.Find(container.Name) switch
        {
            null => true,
            { State: ContainerState.ContainerRunning } => false,
            { State: ContainerState.ContainerExited } ended => container.RestartsAfter(pod.Spec, ended.ExitCode),
            _ => true,
        };
    }

    private static PodActions WithNewSandbox(Pod pod, RuntimePod runtime, uint attempt, string? sandboxId)
    {
        // Without a sandbox nothing of the pod can go on: all it has is ended, and it begins anew.
        var actions = new PodActions { KillPod = true, CreateSandbox = true, SandboxId = sandboxId, Attempt = attempt };
        if (!pod.RestartsOnFailure && attempt != 0 && runtime.Containers.Count > 0) return actions with { CreateSandbox = false };
        var toStart = pod.Spec.Containers.Where(container => !IsDoneForGood(container, pod, runtime)).ToList();
        var hasInitialized = pod.Spec.Containers.Any(container => runtime.Find(container.Name) is not null);
        if (toStart.Count == 0 && hasInitialized) return actions with { CreateSandbox = false };
        return pod.Spec.InitContainers.Count > 0
            ? actions with { InitContainersToStart = [pod.Spec.InitContainers[0]] }
            : actions with { ContainersToStart = toStart };
    }

    private static bool IsDoneForGood(Container container, Pod pod, RuntimePod runtime)
    {
        var runsOnce = container.RestartPolicy is { } own
            ? own == ContainerRestartPolicy.OnFailure
            : pod.Spec.RestartPolicy == RestartPolicy.OnFailure;
        return runsOnce && runtime.Find(container.Name) is { State: ContainerState.ContainerExited, ExitCode: 0 };
    }

    private static PodActions WithContainers(PodActions actions, Pod pod, RuntimePod runtime, IProbeResults probes)
    {
        var toStart = new List<Container>();
        var toKill = actions.ContainersToKill.ToList();
        var kept = 0;
        foreach (var container in pod.Spec.Containers)
        {
            var there = runtime.Find(container.Name);
            if (there is not { State: ContainerState.ContainerRunning })
            {
                if (!IsToBeStarted(container, pod, runtime)) continue;
                toStart.Add(container);
                if (there is { State: ContainerState.ContainerUnknown })
                    toKill.Add(new(there.Id, container, "Container is in \"unknown\" state, try killing it before restart", KillReason.Unknown));
                continue;
            }

            if (WhyKill(container, there, probes) is not var (message, reason, always))
            {
                kept++;
                continue;
            }

            var restarts = always || (container.RestartPolicy is { } own ? own != ContainerRestartPolicy.Never : pod.RestartsOnFailure);
            if (restarts) toStart.Add(container);
            toKill.Add(new(there.Id, container, restarts ? $"{message}, will be restarted" : message, reason));
        }

        // Sidecars do not keep a pod alive whose containers are done.
        var isDone = kept == 0 && toStart.Count == 0;
        return actions with
        {
            ContainersToStart = toStart,
            ContainersToKill = toKill,
            KillPod = isDone,
            InitContainersToStart = isDone ? [] : actions.InitContainersToStart,
        };
    }

    private static (string Message, KillReason Reason, bool Always)? WhyKill(Container container, RuntimeContainer there, IProbeResults probes)
    {
        var name = container.Name;
        if (there.Hash.Length > 0 && there.Hash != ContainerHash.Of(container)) return ($"Container {name} definition changed", KillReason.Other, true);
        if (ContainerResize.WayOf(container, there.Actual) == ResizeWay.Restart) return ($"Container {name} resize requires restart", KillReason.Other, true);
        if (probes.Liveness(there.Id) == ProbeResult.Failure) return ($"Container {name} failed liveness probe", KillReason.LivenessProbe, false);
        if (probes.Startup(there.Id) == ProbeResult.Failure) return ($"Container {name} failed startup probe", KillReason.StartupProbe, false);
        return null;
    }
}
