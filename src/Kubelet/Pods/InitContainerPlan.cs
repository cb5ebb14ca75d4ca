using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Resizing;
using Container = Kybernet.Api.Core.V1.Container;
using ContainerState = Kybernet.Kubelet.Cri.V1.ContainerState;

namespace Kybernet.Kubelet.Pods;

/// <summary>Which init containers come next. Pure.</summary>
/// <remarks>
/// Upstream: kuberuntime, computeInitContainerActions. From the last to the first: an older init container may have been removed, the newest tells how
/// far the pod is.
/// </remarks>
internal sealed class InitContainerPlan
{
    private readonly Pod _pod;
    private readonly RuntimePod _runtime;
    private readonly IProbeResults _probes;
    private readonly List<int> _start = [];
    private readonly List<ContainerToKill> _kill = [];

    private InitContainerPlan(Pod pod, RuntimePod runtime, IProbeResults probes)
    {
        _pod = pod;
        _runtime = runtime;
        _probes = probes;
    }

    public IReadOnlyList<Container> ToStart { get; private set; } = [];

    public IReadOnlyList<ContainerToKill> ToKill => _kill;

    /// <summary>The ordinary containers may run.</summary>
    public bool IsInitialized { get; private set; }

    /// <summary>An init container failed for good: the pod has failed.</summary>
    public bool IsFailed { get; private set; }

    public static InitContainerPlan Compute(Pod pod, RuntimePod runtime, IProbeResults probes)
    {
        var plan = new InitContainerPlan(pod, runtime, probes);
        plan.Compute();
        return plan;
    }

    private void Compute()
    {
        var containers = _pod.Spec.InitContainers;
        if (containers.Count == 0)
        {
            IsInitialized = true;
            return;
        }

        IsInitialized = _pod.Spec.Containers.Any(container =>
            _runtime.Find(container.Name)?.State is ContainerState.ContainerCreated or ContainerState.ContainerRunning);
        var isPast = IsInitialized;
        for (var i = containers.Count - 1; i >= 0; i--)
        {
            var there = _runtime.Find(containers[i].Name);
            if (there is null)
            {
                if (isPast && containers[i].IsSidecar) _start.Add(i);
                continue;
            }

            // After initialization only sidecars are kept running.
            if (isPast && !containers[i].IsSidecar) continue;
            Look(i, containers[i], there, isPast);
            if (IsFailed)
            {
                IsInitialized = false;
                _start.Clear();
                return;
            }

            isPast = true;
        }

        if (!isPast) _start.Add(0);
        _start.Reverse();
        ToStart = [.. _start.Distinct().Select(i => containers[i])];
    }

    private void Look(int i, Container container, RuntimeContainer there, bool isPast)
    {
        switch (there.State)
        {
            // Created and not started: the start failed.
            case ContainerState.ContainerCreated:
                _start.Add(i);
                break;
            case ContainerState.ContainerRunning:
                if (container.IsSidecar) LookAtSidecar(i, container, there, isPast);
                break;
            case ContainerState.ContainerExited when container.IsSidecar:
                _start.Add(i);
                break;
            case ContainerState.ContainerExited when there.ExitCode == 0:
                Passed(i, isPast: false);
                break;
            case ContainerState.ContainerExited:
                if (PodPlan.IsToBeStarted(container, _pod, _runtime)) _start.Add(i);
                else IsFailed = true;
                break;
            default:
                if (!container.IsSidecar && !(container.RestartPolicy is { } own ? own != ContainerRestartPolicy.Never : _pod.RestartsOnFailure))
                {
                    IsFailed = true;
                    break;
                }

                Restart(i, container, there, "Init container is in \"unknown\" state, try killing it before restart", KillReason.Unknown);
                break;
        }
    }

    private void LookAtSidecar(int i, Container container, RuntimeContainer there, bool isPast)
    {
        if (container.StartupProbe is not null)
        {
            var startup = _probes.Startup(there.Id);
            if (startup == ProbeResult.Failure)
                Restart(i, container, there, $"Init container {container.Name} failed startup probe", KillReason.StartupProbe);
            if (startup != ProbeResult.Success) return;
        }

        Passed(i, isPast);
        if (there.Hash.Length > 0 && there.Hash != ContainerHash.Of(container))
            Restart(i, container, there, $"Init container {container.Name} definition changed", KillReason.Other);
        else if (ContainerResize.WayOf(container, there.Actual) == ResizeWay.Restart)
            Restart(i, container, there, $"Init container {container.Name} resize requires restart", KillReason.Other);
        else if (_probes.Liveness(there.Id) == ProbeResult.Failure)
            Restart(i, container, there, $"Init container {container.Name} failed liveness probe", KillReason.LivenessProbe);
    }

    /// <summary>The container has done its part: the next one, or the ordinary ones.</summary>
    private void Passed(int i, bool isPast)
    {
        if (i == _pod.Spec.InitContainers.Count - 1) IsInitialized = true;
        else if (!isPast) _start.Add(i + 1);
    }

    private void Restart(int i, Container container, RuntimeContainer there, string message, KillReason reason)
    {
        _kill.Add(new(there.Id, container, message, reason));
        _start.Add(i);
    }
}
