using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Collections;
using Container = Kybernet.Api.Core.V1.Container;
using ContainerState = Kybernet.Api.Core.V1.ContainerState;
using ContainerStatus = Kybernet.Api.Core.V1.ContainerStatus;
using RuntimeState = Kybernet.Kubelet.Cri.V1.ContainerState;

namespace Kybernet.Kubelet.Status;

/// <summary>The API's view of containers, of what the runtime has and what was told before. Pure.</summary>
/// <remarks>Upstream: kubelet_pods, convertToAPIContainerStatuses.</remarks>
internal sealed class ContainerStatuses(Pod pod, RuntimePod runtime, IReadOnlyDictionary<string, StartFailure> failures)
{
    private const int Killed = 137;

    /// <param name="containers">In the order of the spec.</param>
    /// <param name="old">What was told before.</param>
    /// <param name="isInit">These are init containers.</param>
    public ListOf<ContainerStatus> Of(IReadOnlyList<Container> containers, ListOf<ContainerStatus> old, bool isInit) =>
        containers.Select(container => Of(container, old.FirstOrDefault(status => status.Name == container.Name), isInit)).ToListOf();

    private ContainerStatus Of(Container container, ContainerStatus? old, bool isInit)
    {
        var there = runtime.Containers.Where(candidate => candidate.Name == container.Name).Take(2).ToList();
        var status = there.Count > 0 ? Convert(container, there, old) : Missing(container, old);
        if (isInit)
        {
            if (there.Count > 0 && there[0] is { State: RuntimeState.ContainerExited, ExitCode: 0 }) return status;
            var isInitialized = pod.Spec.Containers.Any(ordinary => runtime.Find(ordinary.Name) is not null);
            if (there.Count == 0 && isInitialized && !container.IsSidecar && status.State.Waiting is not null)
            {
                const string Message = "Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally";
                return status with { State = new() { Terminated = new() { Reason = "Completed", Message = Message } } };
            }
        }

        return failures.TryGetValue(container.Name, out var failure) && PodPlan.IsToBeStarted(container, pod, runtime)
            ? status with
            {
                LastState = status.State.Terminated is not null ? status.State : status.LastState,
                State = new() { Waiting = new() { Reason = failure.Reason, Message = failure.Message } },
            }
            : status;
    }

    private static ContainerStatus Convert(Container container, List<RuntimeContainer> there, ContainerStatus? old)
    {
        var status = Convert(container, there[0], old);
        return there.Count > 1 ? status with { LastState = StateOf(there[1], null) } : status with { LastState = old?.LastState ?? status.LastState };
    }

    private static ContainerStatus Convert(Container container, RuntimeContainer there, ContainerStatus? old) => new()
    {
        Name = container.Name,
        RestartCount = Math.Max(there.RestartCount, old?.RestartCount ?? 0),
        Image = there.Status.Image is { UserSpecifiedImage.Length: > 0 } image ? image.UserSpecifiedImage : there.Status.Image?.Image ?? container.Image,
        ImageID = there.Status.ImageRef,
        ContainerID = there.ApiId,
        State = StateOf(there, old),
        Resources = there.State == RuntimeState.ContainerRunning ? there.Actual ?? container.Resources : container.Resources,
        AllocatedResources = container.Resources.Requests,
        VolumeMounts = old?.VolumeMounts ?? default,
    };

    private static ContainerState StateOf(RuntimeContainer there, ContainerStatus? old) => there.State switch
    {
        RuntimeState.ContainerRunning => new() { Running = new() { StartedAt = there.StartedAt } },
        RuntimeState.ContainerExited => new()
        {
            Terminated = new()
            {
                ExitCode = there.ExitCode,
                Reason = there.Status.Reason,
                Message = there.TerminationMessage.Length > 0 ? there.TerminationMessage : there.Status.Message,
                StartedAt = there.StartedAt,
                FinishedAt = there.FinishedAt,
                ContainerID = there.ApiId,
            },
        },
        RuntimeState.ContainerUnknown when old?.State.Running is not null => new()
        {
            Terminated = new()
            {
                Reason = "ContainerStatusUnknown",
                Message = "The container could not be located when the pod was terminated",
                ExitCode = Killed,
            },
        },
        _ => new() { Waiting = new() },
    };

    /// <summary>A container the runtime does not have: not made yet, or lost.</summary>
    private ContainerStatus Missing(Container container, ContainerStatus? old)
    {
        if (old?.State.Terminated is not null) return old;
        var status = new ContainerStatus
        {
            Name = container.Name,
            Image = container.Image,
            State = new() { Waiting = new() { Reason = pod.Spec.InitContainers.Count > 0 ? "PodInitializing" : "ContainerCreating" } },
            RestartCount = old?.RestartCount ?? 0,
            LastState = old?.LastState ?? ContainerState.Empty,
            VolumeMounts = container.VolumeMounts.Select(MountStatus).ToListOf(),
        };
        if (old?.State.Running is null || status.LastState.Terminated is not null) return status;
        return status with
        {
            RestartCount = pod.IsBeingDeleted() ? status.RestartCount : status.RestartCount + 1,
            LastState = new()
            {
                Terminated = new()
                {
                    Reason = "ContainerStatusUnknown",
                    Message = "The container could not be located when the pod was deleted.  The container used to be Running",
                    ExitCode = Killed,
                },
            },
        };
    }

    private static VolumeMountStatus MountStatus(VolumeMount mount) => new()
    {
        Name = mount.Name,
        MountPath = mount.MountPath,
        ReadOnly = mount.ReadOnly,
        RecursiveReadOnly = mount.ReadOnly ? RecursiveReadOnlyMode.Disabled : null,
    };
}
