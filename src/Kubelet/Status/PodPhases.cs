using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;

namespace Kybernet.Kubelet.Status;

/// <summary>The phase of a pod, of its containers' states. Pure.</summary>
/// <remarks>Upstream: kubelet_pods, getPhase.</remarks>
internal static class PodPhases
{
    /// <param name="pod">What is asked for.</param>
    /// <param name="statuses">Of all containers.</param>
    /// <param name="isTerminal">Nothing is started any more.</param>
    /// <param name="hasInitialized">An ordinary container was started.</param>
    public static string Of(Pod pod, IReadOnlyList<ContainerStatus> statuses, bool isTerminal, bool hasInitialized)
    {
        var byName = statuses.ToDictionary(status => status.Name, StringComparer.Ordinal);
        var init = new Count();
        foreach (var container in pod.Spec.InitContainers) CountInit(init, pod.Spec, container, byName.GetValueOrDefault(container.Name));
        var main = new Count();
        foreach (var container in pod.Spec.Containers) CountMain(main, pod.Spec, container, byName.GetValueOrDefault(container.Name));

        if (init.FailedForGood > 0) return PodPhase.Failed;
        if (init.Pending > 0 || (init.SidecarsPending > 0 && !hasInitialized) || main.Waiting + init.Waiting > 0) return PodPhase.Pending;
        var unknown = main.Unknown + init.Unknown;
        if (main.Running + init.Running > 0 && unknown == 0) return PodPhase.Running;
        if (main.Stopped == 0 || unknown > 0) return PodPhase.Pending;
        if (!isTerminal && main.Stopped != main.StoppedForGood) return PodPhase.Running;
        return main.Stopped == main.Succeeded ? PodPhase.Succeeded : PodPhase.Failed;
    }

    private static void CountInit(Count count, PodSpec spec, Container container, ContainerStatus? status)
    {
        if (container.IsSidecar)
        {
            CountSidecar(count, status);
            return;
        }

        var ended = status?.State.Terminated ?? (status?.State.Waiting is not null ? status.LastState.Terminated : null);
        if (status?.State.Running is not null || ended is null) count.Pending++;
        else if (ended.ExitCode != 0 && !container.RestartsAfter(spec, ended.ExitCode)) count.FailedForGood++;
        // What failed and is tried again is not done.
        else if (ended.ExitCode != 0) count.Pending++;
    }

    private static void CountSidecar(Count count, ContainerStatus? status)
    {
        switch (status?.State)
        {
            case { Running: not null }:
                if (status.Started != true) count.SidecarsPending++;
                count.Running++;
                break;
            case { Terminated: not null }:
                break;
            case { Waiting: not null } when status.LastState.Terminated is not null:
                break;
            case { Waiting: not null }:
                count.SidecarsPending++;
                count.Waiting++;
                break;
            default:
                count.Unknown++;
                break;
        }
    }

    private static void CountMain(Count count, PodSpec spec, Container container, ContainerStatus? status)
    {
        var ended = status?.State.Terminated ?? (status?.State.Waiting is not null ? status.LastState.Terminated : null);
        if (status?.State.Running is not null) count.Running++;
        else if (ended is not null)
        {
            count.Stopped++;
            if (!container.RestartsAfter(spec, ended.ExitCode)) count.StoppedForGood++;
            if (status!.State.Terminated is { ExitCode: 0 }) count.Succeeded++;
        }
        else if (status?.State.Waiting is not null) count.Waiting++;
        else count.Unknown++;
    }

    private sealed class Count
    {
        public int Pending { get; set; }

        public int SidecarsPending { get; set; }

        public int FailedForGood { get; set; }

        public int Running { get; set; }

        public int Waiting { get; set; }

        public int Unknown { get; set; }

        public int Stopped { get; set; }

        public int StoppedForGood { get; set; }

        public int Succeeded { get; set; }
    }
}
