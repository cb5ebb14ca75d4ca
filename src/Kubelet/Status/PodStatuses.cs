using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cgroups;
using Kybernet.Kubelet.Environment;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Probes;
using Kybernet.Machinery.Collections;

namespace Kybernet.Kubelet.Status;

/// <summary>The status of a pod, of what the runtime has, probes found, and was told before. Pure.</summary>
/// <remarks>Upstream: kubelet_pods, generateAPIPodStatus; prober, UpdatePodStatus.</remarks>
internal static class PodStatuses
{
    public static PodStatus Generate(StatusInputs inputs)
    {
        var (pod, runtime, old) = (inputs.Pod, inputs.Runtime, inputs.Old);
        var containers = new ContainerStatuses(pod, runtime, inputs.Failures);
        var main = containers.Of([.. pod.Spec.Containers], old.ContainerStatuses, isInit: false);
        var init = containers.Of([.. pod.Spec.InitContainers], old.InitContainerStatuses, isInit: true);
        var status = old with
        {
            ContainerStatuses = WithProbes(pod.Spec.Containers, main, old.ContainerStatuses, inputs.Probes, isInit: false),
            InitContainerStatuses = WithProbes(pod.Spec.InitContainers, init, old.InitContainerStatuses, inputs.Probes, isInit: true),
            EphemeralContainerStatuses = containers.Of(
                [.. pod.Spec.EphemeralContainers.Select(PodSpecs.ToContainer)], old.EphemeralContainerStatuses, isInit: false),
            QosClass = PodQos.Of(pod),
            StartTime = old.StartTime ?? inputs.Now,
            ObservedGeneration = pod.Metadata.Generation,
        };
        var all = status.InitContainerStatuses.Concat(status.ContainerStatuses).ToList();
        var hasStarted = pod.Spec.Containers.Any(container => runtime.Find(container.Name) is not null);
        status = WithPhase(status, inputs, PodPhases.Of(pod, all, inputs.IsTerminal, hasStarted));
        var others = pod.Status.Conditions.Where(condition => !PodConditions.IsOwned(condition.Type)).ToList();
        var conditions = new PodConditions(pod, status.Phase, all, others).All(!PodPlan.SandboxChanged(pod, runtime).IsNew);
        status = status with { Conditions = PodConditions.WithTimes(conditions, [.. old.Conditions], inputs.Now).ToListOf() };
        return WithAddresses(status, pod, runtime, inputs.Node);
    }

    private static PodStatus WithPhase(PodStatus status, StatusInputs inputs, string phase)
    {
        // What is over stays over.
        if (inputs.Old.Phase is PodPhase.Failed or PodPhase.Succeeded) phase = inputs.Old.Phase;
        if (inputs.Failure is { } failure) return status with { Phase = PodPhase.Failed, Reason = failure.Reason, Message = failure.Message };
        return phase == inputs.Old.Phase ? status with { Phase = phase } : status with { Phase = phase, Reason = "", Message = "" };
    }

    private static PodStatus WithAddresses(PodStatus status, Pod pod, RuntimePod runtime, NodeFacts node)
    {
        var ips = pod.Spec.HostNetwork ? node.Addresses : runtime.Ips;
        // A pod that is over keeps the address it had.
        if (ips.Count > 0) status = status with { PodIP = ips[0], PodIPs = ips.Select(static ip => new PodIP { Ip = ip }).ToListOf() };
        if (node.Addresses.Count == 0) return status;
        return status with { HostIP = node.Addresses[0], HostIPs = node.Addresses.Select(static ip => new HostIP { Ip = ip }).ToListOf() };
    }

    /// <summary>What no probe has found yet of a container that runs since before this kubelet is as it was told: a restart changes nothing.</summary>
    private static ListOf<ContainerStatus> WithProbes(
        ListOf<Container> containers, ListOf<ContainerStatus> statuses, ListOf<ContainerStatus> old, IProbeResults probes, bool isInit)
    {
        var result = new List<ContainerStatus>(statuses.Count);
        for (var i = 0; i < statuses.Count; i++)
        {
            var (container, status) = (containers[i], statuses[i]);
            var id = status.ContainerID[(status.ContainerID.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..];
            var isRunning = status.State.Running is not null;
            var before = old.FirstOrDefault(one => one.Name == status.Name && one.ContainerID == status.ContainerID);
            bool Passed(ProbeResult? found, bool? told) => found is null ? told == true : found == ProbeResult.Success;
            var isStarted = isRunning && (container.StartupProbe is null || Passed(probes.Startup(id), before?.Started));
            var isReady = isInit && !container.IsSidecar
                ? status.State.Terminated is { ExitCode: 0 }
                : isStarted && (container.ReadinessProbe is null || Passed(probes.Readiness(id), before?.Ready));
            result.Add(status with { Started = isStarted, Ready = isReady });
        }

        return result.ToListOf();
    }
}
