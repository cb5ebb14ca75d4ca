using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Kubelet.Server.Logs;

/// <summary>Which container's log is meant by a name, from the pod's status. Upstream: <c>validateContainerLogStatus</c>.</summary>
internal static class LogContainer
{
    /// <summary>The runtime's id of the container, or why there is no log.</summary>
    public static (string? Id, string Problem) Choose(Pod pod, string container, bool previous)
    {
        var name = pod.Metadata.Name;
        if (Find(pod.Status, container) is not { } status) return (null, $"container \"{container}\" in pod \"{name}\" is not available");
        var last = status.LastState.Terminated?.ContainerID ?? "";
        if (previous) return last.Length > 0 ? Found(last) : (null, $"previous terminated container \"{container}\" in pod \"{name}\" not found");
        if (status.State.Running is not null) return Found(status.ContainerID);
        if (status.State.Terminated is { } ended)
        {
            var id = ended.ContainerID.Length > 0 ? ended.ContainerID : last;
            return id.Length > 0 ? Found(id) : (null, $"container \"{container}\" in pod \"{name}\" is terminated");
        }

        if (status.LastState.Terminated is not null)
            return last.Length > 0 ? Found(last) : (null, $"container \"{container}\" in pod \"{name}\" is terminated");
        return status.State.Waiting is { } waiting
            ? (null, $"container \"{container}\" in pod \"{name}\" is waiting to start: {Why(waiting.Reason)}")
            : (null, $"container \"{container}\" in pod \"{name}\" is waiting to start - no logs yet");
    }

    private static string Why(string reason) => reason switch
    {
        "ErrImagePull" => "image can't be pulled",
        "ImagePullBackOff" => "trying and failing to pull image",
        _ => reason,
    };

    private static ContainerStatus? Find(PodStatus status, string container) =>
        Named(status.ContainerStatuses, container) ?? Named(status.InitContainerStatuses, container) ?? Named(status.EphemeralContainerStatuses, container);

    private static ContainerStatus? Named(ListOf<ContainerStatus> statuses, string container)
    {
        foreach (var status in statuses)
            if (status.Name == container) return status;
        return null;
    }

    /// <summary>Without the runtime's name: <c>containerd://ID</c>.</summary>
    private static (string Id, string Problem) Found(string id)
    {
        var slashes = id.IndexOf("://", StringComparison.Ordinal);
        return (slashes < 0 ? id : id[(slashes + 3)..], "");
    }
}
